import type { Grid } from '#domain/wall/grid.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { WallSlot, WallTile } from '#protocol/nouns/wall.ts';

/** What a slot is to show; the part of it that a desk may set. */
export type SlotPlan = Pick<WallSlot, 'mode' | 'columns' | 'rows' | 'tiles'>;

const EMPTY: WallTile = { feedId: null };

/** Another grid, by hand. Feeds keep their order; when they do not all fit, empty tiles go first, then the last feeds. */
export function withGrid(slot: SlotPlan, grid: Grid): SlotPlan {
  const size = grid.columns * grid.rows;
  const tiles = size < slot.tiles.length ? slot.tiles.filter((tile) => tile.feedId !== null) : slot.tiles;
  return { mode: 'manual', columns: grid.columns, rows: grid.rows, tiles: Array.from({ length: size }, (_, index) => tiles[index] ?? EMPTY) };
}

/** How many feeds the first plan shows that the second does not. */
export function droppedFeeds(before: SlotPlan, after: SlotPlan): number {
  const kept = new Set(after.tiles.map((tile) => tile.feedId));
  return before.tiles.filter((tile) => tile.feedId !== null && !kept.has(tile.feedId)).length;
}

/** The feed in this tile, by hand. A feed that is on the slot already moves there; what was there takes its old place. */
export function withTile(slot: SlotPlan, index: number, feedId: FeedId): SlotPlan {
  const from = slot.tiles.findIndex((tile) => tile.feedId === feedId);
  const displaced = slot.tiles[index] ?? EMPTY;
  const tiles = slot.tiles.map((tile, at) => (at === index ? { feedId } : at === from ? displaced : tile));
  return { ...plan(slot), mode: 'manual', tiles };
}

export function withoutTile(slot: SlotPlan, index: number): SlotPlan {
  return { ...plan(slot), mode: 'manual', tiles: slot.tiles.map((tile, at) => (at === index ? EMPTY : tile)) };
}

export function cleared(slot: SlotPlan): SlotPlan {
  return { ...plan(slot), mode: 'manual', tiles: slot.tiles.map(() => EMPTY) };
}

export function withMode(slot: SlotPlan, mode: WallSlot['mode']): SlotPlan {
  return { ...plan(slot), mode };
}

function plan({ mode, columns, rows, tiles }: SlotPlan): SlotPlan {
  return { mode, columns, rows, tiles };
}
