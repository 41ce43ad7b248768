import { describe, expect, it } from 'vitest';
import type { FeedTrack } from '#protocol/media/feeds.ts';
import type { HallState } from '../../../replica/hallReplica.ts';
import { feedIdOf } from '../../testing/fakeMediaHall.ts';
import { nominalKbit } from './allotLayers.ts';
import { BudgetKeeper } from './budgetKeeper.ts';
import { WatchedFeed } from '../watchedFeed.ts';

const VIDEO: FeedTrack = { kind: 'video', mimeType: 'video/VP8', spatialLayers: 3, temporalLayers: 3 };
const TRANSPORT = {};

/** Feeds with a tile each of that width, and a hall that has them all live. */
function scene(widths: readonly number[]) {
  const feeds = widths.map((widthPx, index) => {
    const feed = new WatchedFeed(feedIdOf(index + 1));
    feed.setWish({}, { widthPx, heightPx: (widthPx * 9) / 16, focused: false, audio: false }, 0);
    return feed;
  });
  const hall = { feeds: new Map(feeds.map(({ feedId }) => [feedId, { tracks: [VIDEO] }])) } as unknown as HallState;
  const keeper = new BudgetKeeper();
  const bookKbit = () => feeds.reduce((sum, { cap }) => sum + nominalKbit({ ...VIDEO, layers: cap ?? { spatialLayer: 2, temporalLayer: 2 } }), 0);
  return { keeper, bookKbit, look: () => keeper.keep(feeds, hall, 0), caps: () => feeds.map(({ cap }) => cap?.spatialLayer ?? null) };
}

describe('budget keeper', () => {
  it('caps nothing without a budget, and says what is planned', () => {
    const { keeper, look, caps } = scene([1_280, 1_280]);
    look();
    expect(caps()).toEqual([null, null]);
    expect(keeper.state()).toEqual({ budgetKbit: null, plannedKbit: 3_600, receivedKbit: null, budgetKept: true });
  });

  it('learns from what comes that pictures take less than by the book, and gives them more', () => {
    const { keeper, look, caps, bookKbit } = scene([1_280, 1_280]);
    keeper.set(2_300);
    look();
    expect(caps()).toEqual([1, 2]);
    let bytes = 0;
    for (let at = 5_000; at <= 60_000; at += 5_000) {
      bytes += (0.5 * bookKbit() * 5_000) / 8;
      if (keeper.measure(bytes, at, TRANSPORT)) {
        look();
      }
    }
    expect(caps()).toEqual([2, 2]);
    expect(keeper.state().receivedKbit).toBeLessThan(2_300);
  });

  it('does not swing at its edge', () => {
    const { keeper, look, caps } = scene([1_280, 1_280, 640, 640]);
    keeper.set(5_300);
    look();
    const first = caps();
    let bytes = 0;
    const seen = new Set<string>();
    for (let at = 5_000; at <= 300_000; at += 5_000) {
      const waver = at % 10_000 === 0 ? 1.04 : 0.96;
      bytes += (4_900 * waver * 5_000) / 8;
      if (keeper.measure(bytes, at, TRANSPORT)) {
        look();
      }
      seen.add(caps().join());
    }
    expect(first).toHaveLength(4);
    expect(seen.size).toBeLessThanOrEqual(2);
  });

  it('begins to count anew with another transport', () => {
    const { keeper, look } = scene([640]);
    keeper.set(10_000);
    look();
    keeper.measure(1_000_000, 5_000, TRANSPORT);
    keeper.measure(1_500_000, 10_000, TRANSPORT);
    expect(keeper.state().receivedKbit).toBe(800);
    keeper.measure(10, 15_000, {});
    expect(keeper.state().receivedKbit).toBeNull();
  });
});
