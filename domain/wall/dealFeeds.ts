import type { FeedId, SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import type { SlotRecord } from '#protocol/wall/slots.ts';
import { GRIDS, gridFor } from './grid.ts';
import { feedContent, gridOfFeeds, withContent } from './layouts.ts';

type Place = Pick<SlotRecord, 'slotId' | 'layout'>;
export type Deal = { readonly slotId: SlotId; readonly layout: SlotLayout };

const LARGEST = GRIDS.at(-1)!;

/**
 * Spreads feeds evenly over the places that are left to the hall, in the feeds' order, none twice. A place with a locked tile keeps its
 * division, and gets feeds for its other tiles only. With more feeds than the places hold, the last ones stay off the wall.
 */
export function dealFeeds(places: readonly Place[], feedIds: readonly FeedId[]): Deal[] {
  const kept = new Set(places.flatMap(({ layout }) => layout.tiles.flatMap(({ locked, content }) => (locked && content.kind === 'feed' ? content.feedId : []))));
  const free = feedIds.filter((feedId) => !kept.has(feedId));
  const shares = sharesOf(places.map(({ layout }) => roomIn(layout)), free.length);
  let next = 0;
  return places.map(({ slotId, layout }, index) => {
    const dealt = free.slice(next, next + (shares[index] ?? 0));
    next += dealt.length;
    return { slotId, layout: dealtLayout(layout, dealt) };
  });
}

/** An even share for each, the first ones more when it does not come out even; what one has no room for goes to the others. */
function sharesOf(rooms: readonly number[], count: number): number[] {
  const shares = rooms.map(() => 0);
  const smallestFirst = rooms.map((room, index) => ({ room, index })).toSorted((left, right) => left.room - right.room || right.index - left.index);
  let left = count;
  for (const [turn, { room, index }] of smallestFirst.entries()) {
    shares[index] = Math.min(room, Math.floor(left / (rooms.length - turn)));
    left -= shares[index];
  }
  return shares;
}

function isKept({ tiles }: SlotLayout): boolean {
  return tiles.some(({ locked }) => locked);
}

function roomIn(layout: SlotLayout): number {
  return isKept(layout) ? layout.tiles.filter(({ locked }) => !locked).length : LARGEST.columns * LARGEST.rows;
}

function dealtLayout(before: SlotLayout, feedIds: readonly FeedId[]): SlotLayout {
  const { blank, density } = before;
  if (!isKept(before)) {
    const layout = gridOfFeeds(gridFor(feedIds.length), feedIds);
    return { ...layout, tiles: layout.tiles.map((tile) => ({ ...tile, look: lookOf(before, tile) })), mode: 'auto', blank, density };
  }
  const rest = feedIds.values();
  const tiles = before.tiles.map((tile) => (tile.locked ? tile : { ...withContent(tile, feedContent(rest.next().value ?? null)), takesAlarms: false, span: null }))
    .map((tile) => (tile.locked ? tile : { ...tile, look: lookOf(before, tile) }));
  return { ...before, mode: 'auto', tiles };
}

/** A picture that only moves is looked at as before. */
function lookOf(before: SlotLayout, { content, look }: WallTile): WallTile['look'] {
  const shown = before.tiles.find((tile) => content.kind === 'feed' && tile.content.kind === 'feed' && tile.content.feedId === content.feedId);
  return shown?.look ?? look;
}
