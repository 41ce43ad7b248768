import { dealFeeds } from '#domain/wall/dealFeeds.ts';
import type { FeedId, SlotId } from '#protocol/nouns/ids.ts';
import type { SlotRecord } from '#protocol/nouns/wall.ts';

/** The placed slots of one wall that are left to the hall, as the feeds would be dealt onto them; only those that change. */
export function dealtSlots(slots: Iterable<SlotRecord>, feedIds: readonly FeedId[]): SlotRecord[] {
  const auto = Array.from(slots)
    .filter((slot) => slot.placed && slot.mode === 'auto')
    .sort((left, right) => placeOf(left.slotId) - placeOf(right.slotId));
  const deals = dealFeeds(auto.map((slot) => slot.slotId), feedIds);
  return deals.flatMap((deal, index) => {
    const before = auto[index];
    if (before === undefined) {
      return [];
    }
    const after = { ...before, ...deal.grid, tiles: deal.feedIds.map((feedId) => ({ feedId })) };
    return sameView(before, after) ? [] : [after];
  });
}

function placeOf(slotId: SlotId): number {
  return Number(slotId.slice('wall-'.length));
}

function sameView(left: SlotRecord, right: SlotRecord): boolean {
  return left.columns === right.columns
    && left.rows === right.rows
    && left.tiles.length === right.tiles.length
    && left.tiles.every((tile, index) => tile.feedId === right.tiles[index]?.feedId);
}
