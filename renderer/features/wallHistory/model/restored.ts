import { withContent } from '#domain/wall/layouts.ts';
import type { WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { feedsIn } from '#protocol/wall/content.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';

/** The wall of the past on the displays that there are; by hand, for what the hall dealt then is not dealt again. Tiles whose feed is gone are empty. */
export function restored(past: WallLayouts, present: WallLayouts, feeds: { has: (feedId: FeedId) => boolean }): WallLayouts {
  const again = (layout: SlotLayout): SlotLayout => ({
    ...layout,
    mode: 'manual',
    tiles: layout.tiles.map((tile) => (feedsIn(tile.content).every((feedId) => feeds.has(feedId)) ? { ...tile, look: { ...tile.look, frozenAt: null } } : withContent({ ...tile, span: null }, { kind: 'empty' }))),
  });
  return new Map([...present].map(([slotId, layout]) => {
    const then = past.get(slotId);
    return [slotId, then === undefined ? layout : again(then)];
  }));
}
