import type { FeedId, SlotId } from '#protocol/nouns/ids.ts';
import { gridFor, type Grid } from './grid.ts';

export type Deal = { readonly slotId: SlotId; readonly grid: Grid; readonly feedIds: readonly (FeedId | null)[] };

/**
 * Spreads feeds evenly over the slots that are left to the hall, in the feeds' order, none twice.
 * With more feeds than the largest grids hold, the last ones stay off the wall.
 */
export function dealFeeds(slotIds: readonly SlotId[], feedIds: readonly FeedId[]): Deal[] {
  const share = Math.floor(feedIds.length / Math.max(1, slotIds.length));
  const extra = feedIds.length % Math.max(1, slotIds.length);
  let next = 0;
  return slotIds.map((slotId, index) => {
    const count = share + (index < extra ? 1 : 0);
    const grid = gridFor(count);
    const dealt = feedIds.slice(next, next + Math.min(count, grid.columns * grid.rows));
    next += dealt.length;
    const tiles = Array.from({ length: grid.columns * grid.rows }, (_, tile) => dealt[tile] ?? null);
    return { slotId, grid, feedIds: tiles };
  });
}
