import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedId, SlotId } from '#protocol/nouns/ids.ts';
import { PLAIN_LOOK, type SlotLayout } from '#protocol/wall/layout.ts';
import { isLayout } from './decide/checkLayout.ts';
import { dealFeeds } from './dealFeeds.ts';
import { EMPTY_LAYOUT, feedContent, oneAndMany } from './layouts.ts';

const places = (count: number, layout: SlotLayout = EMPTY_LAYOUT) => Array.from({ length: count }, (_, index) => ({ slotId: `wall-${index + 1}` as SlotId, layout }));
const feeds = (count: number) => Array.from({ length: count }, (_, index) => `feed-${index}` as FeedId);
const shownOn = ({ tiles }: SlotLayout) => tiles.map(({ content }) => (content.kind === 'feed' ? content.feedId : null));
const isShown = (feedId: FeedId | null): feedId is FeedId => feedId !== null;
/** Its first tile is locked, and shows this. */
const kept = (feedId: FeedId | null): SlotLayout => {
  const layout = oneAndMany(3);
  return { ...layout, mode: 'auto', tiles: layout.tiles.map((tile, index) => (index === 0 ? { ...tile, locked: true, content: feedContent(feedId) } : tile)) };
};

describe('dealFeeds', () => {
  it('shows every feed once, in order, while the wall has room', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 200 }), (slotCount, feedCount) => {
        const deals = dealFeeds(places(slotCount), feeds(feedCount));
        expect(deals.every(({ layout }) => isLayout(layout) && layout.mode === 'auto')).toBe(true);
        expect(deals.flatMap(({ layout }) => shownOn(layout)).filter(isShown)).toEqual(feeds(Math.min(feedCount, slotCount * 16)));
      }),
    );
  });

  it('gives each of three displays two of six feeds', () => {
    expect(dealFeeds(places(3), feeds(6)).map(({ layout }) => shownOn(layout))).toEqual([
      ['feed-0', 'feed-1'],
      ['feed-2', 'feed-3'],
      ['feed-4', 'feed-5'],
    ]);
  });

  it('leaves a locked tile and the division around it alone, shows its picture nowhere else, and what it has no room for on the others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.boolean(), (feedCount, showsFirst) => {
        const [open] = places(1);
        const locked = { slotId: 'wall-2' as SlotId, layout: kept(showsFirst ? feeds(1)[0]! : null) };
        const deals = dealFeeds([open!, locked], feeds(feedCount));
        expect(deals[1]?.layout.tiles[0]).toEqual(locked.layout.tiles[0]);
        expect(deals[1]?.layout.tiles).toHaveLength(6);
        const dealt = deals.flatMap(({ layout }) => shownOn(layout)).filter(isShown);
        expect(new Set(dealt).size).toBe(dealt.length);
        expect(dealt).toHaveLength(Math.max(Number(showsFirst), Math.min(feedCount, 16 + 5 + Number(showsFirst))));
      }),
    );
  });

  it('keeps a display dark, as crowded as it was, and a picture as somebody looked at it', () => {
    const look = { ...PLAIN_LOOK, zoom: 3 };
    const [before] = dealFeeds(places(1, { ...EMPTY_LAYOUT, blank: true, density: 'bare' }), feeds(1));
    const zoomed = { ...before!, layout: { ...before!.layout, tiles: before!.layout.tiles.map((tile) => ({ ...tile, look })) } };
    const [after] = dealFeeds([zoomed], ['feed-9' as FeedId, ...feeds(1)]);
    expect(after?.layout).toMatchObject({ blank: true, density: 'bare', tiles: [{ look: PLAIN_LOOK }, { content: { feedId: 'feed-0' }, look }] });
  });
});
