import { describe, expect, it } from 'vitest';
import { framePacer } from './framePacer.ts';

function kept(options: { maxFramesPerSecond: number; sourceFramesPerSecond: number; jitterUs?: number }): number {
  const pace = framePacer(options.maxFramesPerSecond);
  const jitter = (index: number) => ((index * 7_919) % 2_001) / 1_000 - 1;
  return Array.from({ length: options.sourceFramesPerSecond * 10 }, (_, index) => index).filter((index) =>
    pace((index * 1_000_000) / options.sourceFramesPerSecond + jitter(index) * (options.jitterUs ?? 0)),
  ).length;
}

describe('frame pacer', () => {
  it.each([
    [15, 30, 150],
    [15, 60, 150],
    [15, 20, 150],
    [30, 30, 300],
    [30, 15, 150],
    [15, 25, 150],
  ])('of %i a second from a camera of %i keeps %i in ten seconds', (maxFramesPerSecond, sourceFramesPerSecond, expected) => {
    expect(Math.abs(kept({ maxFramesPerSecond, sourceFramesPerSecond }) - expected)).toBeLessThanOrEqual(1);
  });

  it('keeps all frames of an uneven camera that is no faster than allowed', () => {
    expect(kept({ maxFramesPerSecond: 30, sourceFramesPerSecond: 30, jitterUs: 4_000 })).toBe(300);
  });

  it('goes on after a pause and after the clock was set back', () => {
    const pace = framePacer(15);
    expect([0, 66_667, 90_000_000, 90_010_000, 5_000, 71_667].map(pace)).toEqual([true, true, true, false, true, true]);
  });
});
