import { describe, expect, it } from 'vitest';
import { spanOfDays } from './deputyDays.ts';

describe('days of a deputy', () => {
  it('run from midnight to midnight in Beijing, the last one included', () => {
    expect(spanOfDays('2026-11-23', '2026-11-23')).toEqual({ fromAt: Date.UTC(2026, 10, 22, 16), untilAt: Date.UTC(2026, 10, 23, 16) });
    expect(spanOfDays('2026-12-31', '2027-01-01')?.untilAt).toBe(Date.UTC(2027, 0, 1, 16));
  });

  it('are none where one is missing or they run backwards', () => {
    expect([spanOfDays('', '2026-11-23'), spanOfDays('2026-11-23', ''), spanOfDays('2026-11-24', '2026-11-23')]).toEqual([null, null, null]);
  });
});
