import { describe, expect, it } from 'vitest';
import { nextOf } from './repeats.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);

describe('a series', () => {
  it('goes on at the same hour of Beijing', () => {
    expect(nextOf({ plannedAt: at('2026-11-23T09:30'), repeats: 'weekly' }, at('2026-11-23T11:00'))).toBe(at('2026-11-30T09:30'));
    expect(nextOf({ plannedAt: at('2026-11-23T09:30'), repeats: 'fortnightly' }, at('2026-11-23T11:00'))).toBe(at('2026-12-07T09:30'));
    expect(nextOf({ plannedAt: at('2026-11-23T00:30'), repeats: 'monthly' }, at('2026-11-23T11:00'))).toBe(at('2026-12-23T00:30'));
  });

  it('takes the last day of a month that is too short, and the own day again after it', () => {
    const plannedAt = at('2028-01-31T15:00');
    expect(nextOf({ plannedAt, repeats: 'monthly' }, at('2028-02-01T00:00'))).toBe(at('2028-02-29T15:00'));
    expect(nextOf({ plannedAt, repeats: 'monthly' }, at('2028-03-01T00:00'))).toBe(at('2028-03-31T15:00'));
  });

  it('is never in the past, however long nothing was held', () => {
    expect(nextOf({ plannedAt: at('2026-01-05T09:00'), repeats: 'weekly' }, at('2026-11-23T10:00'))).toBe(at('2026-11-30T09:00'));
    expect(nextOf({ plannedAt: at('2026-01-05T09:00'), repeats: 'never' }, at('2026-11-23T10:00'))).toBeNull();
  });
});
