import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedId, SlotId } from '#protocol/nouns/ids.ts';
import { dealFeeds } from './dealFeeds.ts';

const slots = (count: number) => Array.from({ length: count }, (_, index) => `wall-${index + 1}` as SlotId);
const feeds = (count: number) => Array.from({ length: count }, (_, index) => `feed-${index}` as FeedId);

describe('dealFeeds', () => {
  it('shows every feed once, in order, while the wall has room', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 200 }), (slotCount, feedCount) => {
        const deals = dealFeeds(slots(slotCount), feeds(feedCount));
        const shown = deals.flatMap((deal) => deal.feedIds.filter((id) => id !== null));
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown).toHaveLength(Math.min(feedCount, slotCount * 16));
        for (const deal of deals) {
          expect(deal.feedIds).toHaveLength(deal.grid.columns * deal.grid.rows);
        }
      }),
    );
  });

  it('gives each of three displays two of six feeds', () => {
    expect(dealFeeds(slots(3), feeds(6)).map((deal) => deal.feedIds)).toEqual([
      ['feed-0', 'feed-1'],
      ['feed-2', 'feed-3'],
      ['feed-4', 'feed-5'],
    ]);
  });
});
