import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { TourContent } from '#protocol/wall/content.ts';
import { tourStop } from './tourStop.ts';

const feed = (name: string) => name as FeedId;
const [A, B, C] = [feed('a'), feed('b'), feed('c')];
const tour = (more: Partial<TourContent> = {}): TourContent => ({ kind: 'tour', stops: [A, B, C], dwellMs: 10_000, startedAt: 1_000, pausedAt: null, ...more });
const all = () => true;

describe('tourStop', () => {
  it('goes round, each stop for its time', () => {
    const seen = [0, 1_000, 10_999, 11_000, 21_000, 31_000].map((now) => tourStop(tour(), { now, isLive: all }).feedId);
    expect(seen).toEqual([A, A, A, B, C, A]);
    expect(tourStop(tour(), { now: 12_000, isLive: all })).toEqual({ index: 1, feedId: B, nextFeedId: C, endsAt: 21_000 });
  });

  it('stands still from the moment of the pause', () => {
    expect(tourStop(tour({ pausedAt: 11_500 }), { now: 99_000, isLive: all })).toEqual({ index: 1, feedId: B, nextFeedId: null, endsAt: null });
  });

  it('has nothing to announce when one picture is all there is', () => {
    expect(tourStop(tour(), { now: 5_000, isLive: (feedId) => feedId === B })).toEqual({ index: 1, feedId: B, nextFeedId: null, endsAt: null });
    expect(tourStop(tour({ stops: [A] }), { now: 5_000, isLive: all })).toMatchObject({ feedId: A, nextFeedId: null });
  });

  it('goes on round when nothing is live', () => {
    expect([1_000, 11_000, 21_000].map((now) => tourStop(tour(), { now, isLive: () => false }).feedId)).toEqual([A, B, C]);
  });

  const tours = fc.record({
    names: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 8 }),
    live: fc.subarray(['a', 'b', 'c', 'd', 'e']),
    dwellMs: fc.integer({ min: 2_000, max: 60_000 }),
    now: fc.integer({ min: 0, max: 2_000_000 }),
  });

  it('shows a picture that is live if there is one', () => {
    fc.assert(fc.property(tours, ({ names, live, dwellMs, now }) => {
      const { feedId } = tourStop(tour({ stops: names.map(feed), dwellMs }), { now, isLive: (each) => live.includes(each) });
      expect(live.includes(feedId) || !names.some((name) => live.includes(name))).toBe(true);
    }));
  });

  it('keeps its word: until the announced moment it shows this, from then on what it announced', () => {
    fc.assert(fc.property(tours, ({ names, live, dwellMs, now }) => {
      const content = tour({ stops: names.map(feed), dwellMs });
      const isLive = (each: FeedId) => live.includes(each);
      const { feedId, nextFeedId, endsAt } = tourStop(content, { now, isLive });
      const at = (moment: number) => tourStop(content, { now: moment, isLive }).feedId;
      const from = endsAt ?? Infinity;
      for (const moment of [now, ...Array.from({ length: 20 }, (_, turn) => turn * dwellMs + content.startedAt - 1)].filter((each) => each >= now && each < from)) {
        expect(at(moment)).toBe(feedId);
      }
      expect(endsAt === null ? nextFeedId : at(endsAt)).toBe(nextFeedId);
      expect(nextFeedId).not.toBe(feedId);
    }));
  });
});
