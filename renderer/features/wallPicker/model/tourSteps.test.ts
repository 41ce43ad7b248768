import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tourStop } from '#domain/wall/show/tourStop.ts';
import { feedId } from '#protocol/nouns/ids.ts';
import { moved, newTour, paused, resumed, stepped } from './tourSteps.ts';

const STOPS = [1, 2, 3].map((digit) => feedId.parse(`019a0000-0000-7000-8000-00000000000${digit}`));
const shown = (tour: ReturnType<typeof newTour>, now: number) => tourStop(tour, { now, isLive: () => true }).index;

describe('a tour in the hand', () => {
  const tour = newTour(STOPS, 10_000, 1_000);

  it('stands still where it is and goes on from there', () => {
    const still = paused(tour, 16_000);
    expect([16_000, 90_000].map((now) => shown(still, now))).toEqual([1, 1]);
    const on = resumed(still, 90_000);
    expect([90_000, 94_999, 95_000].map((now) => shown(on, now))).toEqual([1, 1, 2]);
  });

  it('steps to the neighbour at any moment, with its whole time, and around the ends', () => {
    fc.assert(fc.property(fc.integer({ min: 1_000, max: 500_000 }), fc.constantFrom(1, -1), fc.boolean(), (now, step, still) => {
      const before = still ? paused(tour, now) : tour;
      const after = stepped(before, step, now);
      expect(shown(after, now)).toBe((shown(before, now) + step + STOPS.length) % STOPS.length);
      expect(shown(after, now + 9_999)).toBe(shown(after, now));
    }));
  });

  it('keeps its times within what the wall takes', () => {
    expect([newTour(STOPS, 10, 0).dwellMs, newTour(STOPS, 1e12, 0).dwellMs]).toEqual([2_000, 86_400_000]);
  });
});

it('moves one of a list and loses none', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  const list = ['a', 'b'];
  expect(moved(list, 0, 2)).toBe(list);
});
