import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './retryDelay.ts';

describe('retry delay', () => {
  it('starts at 150 ms, grows by 1.6 and ends at 2 s when chance takes nothing off', () => {
    const delays = Array.from({ length: 9 }, (_, attempt) => retryDelayMs({ attempt, random: () => 0 }));
    expect(delays).toEqual([150, 240, 384, 614, 983, 1573, 2000, 2000, 2000]);
  });

  it('is never more than 2 s nor less than 60 % of its full length', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        const full = retryDelayMs({ attempt, random: () => 0 });
        const delay = retryDelayMs({ attempt, random: () => chance });
        expect(delay).toBeLessThanOrEqual(Math.min(full, 2_000));
        expect(delay).toBeGreaterThanOrEqual(Math.floor(full * 0.6));
      }),
    );
  });
});
