import { AppError } from '#protocol/errors.ts';
import { MAX_TILES, type SlotLayout } from '#protocol/wall/layout.ts';
import { newTile, tileKeyOf, type Cells } from '../layouts.ts';
import { around, expectUnlocked, inReadingOrder, overlap, singleCells, tileAt, withTiles } from './layoutsOf.ts';

/** The rectangle around these cells that cuts no tile in two. */
export function wholeTiles(layout: SlotLayout, cells: Cells): Cells {
  const touched = layout.tiles.filter((tile) => overlap(tile, cells));
  const grown = around([cells, ...touched]);
  const same = grown.columnSpan === cells.columnSpan && grown.rowSpan === cells.rowSpan;
  return same ? cells : wholeTiles(layout, grown);
}

/** One tile of a rectangle of cells, grown until it cuts no tile; it shows what its first tile that shows anything did. Errors: tileLocked, badLayout (outside of the grid). */
export function mergeTiles(layout: SlotLayout, cells: Cells): SlotLayout {
  if (cells.column < 0 || cells.row < 0 || cells.columnSpan < 1 || cells.rowSpan < 1 || cells.column + cells.columnSpan > layout.columns || cells.row + cells.rowSpan > layout.rows) {
    throw new AppError('badLayout');
  }
  const whole = wholeTiles(layout, cells);
  const merged = inReadingOrder(layout.tiles.filter((tile) => overlap(tile, whole)));
  expectUnlocked(...merged);
  const first = merged.find(({ content }) => content.kind !== 'empty') ?? merged[0];
  const tile = { ...(first ?? newTile(whole)), ...whole, span: null, takesAlarms: merged.some(({ takesAlarms }) => takesAlarms) };
  return withTiles(layout, [...layout.tiles.filter((other) => !merged.includes(other)), tile]);
}

/** A tile of several cells as one for each cell; the first keeps what it shows. Errors: notFound, tileLocked, badLayout (too many tiles). */
export function splitTile(layout: SlotLayout, tileKey: string): SlotLayout {
  const tile = tileAt(layout, tileKey);
  if (tile === undefined) {
    throw new AppError('notFound', { params: { what: 'tile' } });
  }
  expectUnlocked(tile);
  const parts = singleCells(tile).map((cell) => (tileKeyOf(cell) === tileKey ? { ...tile, columnSpan: 1, rowSpan: 1, span: null } : cell));
  if (layout.tiles.length - 1 + parts.length > MAX_TILES) {
    throw new AppError('badLayout');
  }
  return withTiles(layout, [...layout.tiles.filter((other) => other !== tile), ...parts]);
}
