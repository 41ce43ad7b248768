import { dealFeeds, type Deal } from '#domain/wall/dealFeeds.ts';
import type { FeedId, SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { SlotRecord } from '#protocol/wall/slots.ts';

/** The placed slots of one wall that are left to the hall, as the feeds would be dealt onto them; only those that change. */
export function dealtSlots(slots: Iterable<SlotRecord>, feedIds: readonly FeedId[]): Deal[] {
  const placed = Array.from(slots).filter((slot) => slot.placed).sort((left, right) => placeOf(left.slotId) - placeOf(right.slotId));
  const auto = placed.filter(({ layout }) => layout.mode === 'auto');
  // Somewhere on the wall an alarm has to be seen: where nobody chose the place for it, on the first tile that is the hall's own.
  const isChosen = placed.some(({ layout }) => layout.tiles.some(({ takesAlarms, locked }) => takesAlarms && (locked || layout.mode === 'manual')));
  return dealFeeds(auto, feedIds).flatMap((deal, index) => {
    const layout = index === 0 && !isChosen ? takingAlarms(deal.layout) : deal.layout;
    return sameView(auto[index]!.layout, layout) ? [] : [{ ...deal, layout }];
  });
}

function takingAlarms(layout: SlotLayout): SlotLayout {
  const tiles = layout.tiles.map((tile) => (tile.column === 0 && tile.row === 0 && !tile.locked ? { ...tile, takesAlarms: true } : tile));
  return { ...layout, tiles };
}

function placeOf(slotId: SlotId): number {
  return Number(slotId.slice('wall-'.length));
}

/** Whether everything but the way pictures are looked at is the same: that is no reason to deal again. */
function sameView(left: SlotLayout, right: SlotLayout): boolean {
  return viewOf(left) === viewOf(right);
}

function viewOf({ columns, rows, tiles }: SlotLayout): string {
  return JSON.stringify([columns, rows, tiles.map(({ column, row, columnSpan, rowSpan, content, takesAlarms, span }) => [column, row, columnSpan, rowSpan, content.kind, content.kind === 'feed' ? content.feedId : '', takesAlarms, span])]);
}
