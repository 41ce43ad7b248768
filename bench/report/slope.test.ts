import { describe, expect, it } from 'vitest';
import { slopeOf } from './slope.ts';

describe('slopeOf', () => {
  it('is that of the line, also through points that lie about it', () => {
    expect(slopeOf([{ x: 0, y: 1 }, { x: 1, y: 3 }, { x: 2, y: 5 }])).toBeCloseTo(2);
    expect(slopeOf([{ x: 0, y: 1 }, { x: 1, y: -1 }, { x: 2, y: -1 }, { x: 3, y: 1 }])).toBeCloseTo(0);
    expect(slopeOf([{ x: 5, y: 1 }])).toBe(0);
    expect(slopeOf([])).toBe(0);
  });
});
