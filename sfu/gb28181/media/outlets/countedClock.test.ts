import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountedClock } from './countedClock.ts';

const picture = (videoPts: number | null, timestamp: number, audioPts: number | null = null) => ({ picture: true, videoPts, audioPts, timestamp });
const sound = (audioPts: number | null, timestamp: number) => ({ picture: false, videoPts: null, audioPts, timestamp });

describe('the time of pictures and sound', () => {
  it('is that of the program stream, whatever RTP says, over the turn of its 33 bits', () => {
    const clock = new CountedClock();
    const from = 2 ** 33 - 3_600;
    expect([from, from + 3_600 - 2 ** 33, from + 7_200 - 2 ** 33].map((pts, index) => clock.at(picture(pts, index * 9)).videoMs)).toEqual([0, 40, 80]);
  });

  it('is that of RTP where the program stream says none, or always the same', () => {
    for (const pts of [null, 7]) {
      const clock = new CountedClock();
      expect([2 ** 32 - 3_600, 0, 3_600].map((timestamp) => clock.at(picture(pts, timestamp)).videoMs)).toEqual([0, 40, 80]);
    }
  });

  it('goes back for pictures that are shown before those that came first, and stays where a device begins anew', () => {
    const clock = new CountedClock();
    expect([0, 10_800, 3_600, 7_200, 2_000_000_000, 2_000_003_600].map((pts) => clock.at(picture(pts, 1)).videoMs)).toEqual([0, 120, 40, 80, 80, 120]);
  });

  it('of sound is beside its picture, however late it begins, unless its own clock makes no sense', () => {
    const clock = new CountedClock();
    clock.at(picture(90_000, 0));
    expect(clock.at(picture(180_000, 90_000, 189_000))).toEqual({ videoMs: 1_000, audioMs: 1_100 });
    expect(clock.at(sound(193_500, 90_000)).audioMs).toBe(1_150);
    expect(clock.at(sound(9_000_000, 90_000)).audioMs).toBe(1_000);
    // Sound alone does not make pictures later.
    expect(clock.at(picture(183_600, 93_600)).videoMs).toBe(1_040);
  });

  it('never leaps, whatever a device writes', () => {
    const stamp = fc.option(fc.nat(2 ** 33 - 1).map(Number));
    fc.assert(fc.property(fc.array(fc.record({ picture: fc.boolean(), videoPts: stamp, audioPts: stamp, timestamp: fc.nat(2 ** 32 - 1) })), (frames) => {
      const clock = new CountedClock();
      let before = 0;
      for (const frame of frames) {
        const { videoMs, audioMs } = clock.at(frame);
        expect(Math.abs(videoMs - before)).toBeLessThanOrEqual(10_000);
        expect(Math.abs(audioMs - videoMs)).toBeLessThanOrEqual(5_000);
        before = videoMs;
      }
    }));
  });
});
