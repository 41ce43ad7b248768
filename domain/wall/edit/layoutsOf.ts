import { AppError } from '#protocol/errors.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import { newTile, tileKeyOf, type Cells } from '../layouts.ts';

/** Several displays of one wall, as they are or as they are to be. */
export type WallLayouts = ReadonlyMap<SlotId, SlotLayout>;

/** One tile of one display, by its first cell. */
export type TilePlace = { readonly slotId: SlotId; readonly tileKey: string };

export function tileAt(layout: SlotLayout, tileKey: string): WallTile | undefined {
  return layout.tiles.find((tile) => tileKeyOf(tile) === tileKey);
}

/** Errors: notFound (no such display or tile any more). */
export function tileIn(layouts: WallLayouts, { slotId, tileKey }: TilePlace): WallTile {
  const tile = tileAt(layoutIn(layouts, slotId), tileKey);
  if (tile === undefined) {
    throw new AppError('notFound', { params: { what: 'tile' } });
  }
  return tile;
}

/** Errors: notFound. */
export function layoutIn(layouts: WallLayouts, slotId: SlotId): SlotLayout {
  const layout = layouts.get(slotId);
  if (layout === undefined) {
    throw new AppError('notFound', { params: { what: 'slot' } });
  }
  return layout;
}

/** Errors: tileLocked. */
export function expectUnlocked(...tiles: readonly WallTile[]): void {
  if (tiles.some(({ locked }) => locked)) {
    throw new AppError('tileLocked');
  }
}

/** The same map with one display changed. Errors: notFound. */
export function withLayout(layouts: WallLayouts, slotId: SlotId, change: (layout: SlotLayout) => SlotLayout): WallLayouts {
  return new Map(layouts).set(slotId, change(layoutIn(layouts, slotId)));
}

/** By hand, with these tiles in reading order. */
export function withTiles(layout: SlotLayout, tiles: readonly WallTile[]): SlotLayout {
  return { ...layout, mode: 'manual', tiles: inReadingOrder(tiles) };
}

export function inReadingOrder(tiles: readonly WallTile[]): WallTile[] {
  return tiles.toSorted((a, b) => a.row - b.row || a.column - b.column);
}

export function overlap(a: Cells, b: Cells): boolean {
  return a.column < b.column + b.columnSpan && b.column < a.column + a.columnSpan && a.row < b.row + b.rowSpan && b.row < a.row + a.rowSpan;
}

/** The smallest rectangle of cells around these. */
export function around(cells: readonly Cells[]): Cells {
  const column = Math.min(...cells.map((one) => one.column));
  const row = Math.min(...cells.map((one) => one.row));
  return {
    column,
    row,
    columnSpan: Math.max(...cells.map((one) => one.column + one.columnSpan)) - column,
    rowSpan: Math.max(...cells.map((one) => one.row + one.rowSpan)) - row,
  };
}

/** An empty tile for each cell of the rectangle. */
export function singleCells({ column, row, columnSpan, rowSpan }: Cells): WallTile[] {
  return Array.from({ length: columnSpan * rowSpan }, (_, index) =>
    newTile({ column: column + (index % columnSpan), row: row + Math.floor(index / columnSpan), columnSpan: 1, rowSpan: 1 }));
}
