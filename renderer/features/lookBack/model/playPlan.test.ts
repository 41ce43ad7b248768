import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countToDecode, heldBack, indexToShow, roundOf } from './playPlan.ts';

const film = (count: number, options: { stepMs?: number; keyEvery?: number } = {}) =>
  Array.from({ length: count }, (_, index) => ({ at: index * (options.stepMs ?? 40), key: index % (options.keyEvery ?? 50) === 0 }));

describe('a round', () => {
  it('is decoded from the key frame before the wanted moment and shown from that moment', () => {
    expect(roundOf(film(200), 3_000)).toEqual({ firstIndex: 50, showFrom: 3_000 });
  });

  it('is shown from the first key frame on when the hall remembers less', () => {
    const late = film(100).slice(10).map((frame) => ({ ...frame, at: frame.at + 5_000 }));
    expect(roundOf(late, 1_000)).toEqual({ firstIndex: 40, showFrom: 7_000 });
    expect(roundOf([{ at: 1, key: false }], 0)).toBeNull();
  });
});

describe('decoding ahead', () => {
  it('never keeps more than 12 pictures or 3 s waiting, and shows every picture that is not late', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 700 }), fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 200 }), (stepMs, ticks) => {
        const frames = film(100, { stepMs });
        let nextIndex = 0;
        let shownAt = 0;
        const waiting: { at: number }[] = [];
        const shown: number[] = [];
        for (const tick of ticks) {
          const count = countToDecode(frames, { nextIndex, underWay: waiting.length, shownAt });
          waiting.push(...frames.slice(nextIndex, nextIndex + count));
          nextIndex += count;
          expect(waiting.length).toBeLessThanOrEqual(12);
          expect(waiting.length > 1 ? waiting.at(-1)!.at - shownAt : 0).toBeLessThanOrEqual(3_000);
          const index = indexToShow(waiting, shownAt);
          const due = waiting.splice(0, index + 1).at(-1);
          if (due !== undefined) shown.push(due.at);
          shownAt += tick;
        }
        expect(shown).toEqual([...new Set(shown)].sort((one, other) => one - other));
        expect(shown[0]).toBe(0);
      }),
    );
  });
});

describe('a pause of the feed', () => {
  it('longer than what is decoded ahead does not end the playing', () => {
    const frames = [{ at: 0, key: true }, { at: 10_000, key: true }];
    expect(countToDecode(frames, { nextIndex: 1, underWay: 1, shownAt: 0 })).toBe(0);
    expect(countToDecode(frames, { nextIndex: 1, underWay: 0, shownAt: 250 })).toBe(1);
  });
});

describe('the clock of a round', () => {
  it('runs while there are pictures, and waits for those that are late in coming', () => {
    expect(heldBack(9_000, { lastShownAt: 1_000, waiting: 3, complete: false })).toBe(9_000);
    expect(heldBack(9_000, { lastShownAt: 1_000, waiting: 0, complete: false })).toBe(1_250);
    expect(heldBack(9_000, { lastShownAt: 1_000, waiting: 0, complete: true })).toBe(9_000);
  });
});
