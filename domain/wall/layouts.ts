import type { FeedId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import { PLAIN_LOOK, type SlotLayout, type WallTile } from '#protocol/wall/layout.ts';
import type { Grid } from './grid.ts';

export type Cells = Pick<WallTile, 'column' | 'row' | 'columnSpan' | 'rowSpan'>;

const EMPTY: TileContent = { kind: 'empty' };

export function newTile(cells: Cells, content: TileContent = EMPTY): WallTile {
  return { ...cells, content, locked: false, takesAlarms: false, span: null, look: PLAIN_LOOK };
}

/** A tile for each cell. */
export function uniformLayout({ columns, rows }: Grid): SlotLayout {
  const tiles = Array.from({ length: columns * rows }, (_, index) => newTile({ column: index % columns, row: Math.floor(index / columns), columnSpan: 1, rowSpan: 1 }));
  return { mode: 'manual', columns, rows, tiles, blank: false, density: 'full' };
}

/** One large tile in the upper left corner, and small ones around it: 1+5 on three columns, 1+7 on four. */
export function oneAndMany(side: number): SlotLayout {
  const layout = uniformLayout({ columns: side, rows: side });
  const large = newTile({ column: 0, row: 0, columnSpan: side - 1, rowSpan: side - 1 });
  return { ...layout, tiles: [large, ...layout.tiles.filter(({ column, row }) => column === side - 1 || row === side - 1)] };
}

/** Ready-made divisions of a display, by the name that operators know them under. */
export const DIVISIONS = [
  { name: '1', layout: uniformLayout({ columns: 1, rows: 1 }) },
  { name: '2', layout: uniformLayout({ columns: 2, rows: 1 }) },
  { name: '4', layout: uniformLayout({ columns: 2, rows: 2 }) },
  { name: '1+5', layout: oneAndMany(3) },
  { name: '6', layout: uniformLayout({ columns: 3, rows: 2 }) },
  { name: '1+7', layout: oneAndMany(4) },
  { name: '9', layout: uniformLayout({ columns: 3, rows: 3 }) },
  { name: '12', layout: uniformLayout({ columns: 4, rows: 3 }) },
  { name: '16', layout: uniformLayout({ columns: 4, rows: 4 }) },
  { name: '25', layout: uniformLayout({ columns: 5, rows: 5 }) },
  { name: '36', layout: uniformLayout({ columns: 6, rows: 6 }) },
  { name: '64', layout: uniformLayout({ columns: 8, rows: 8 }) },
] as const satisfies readonly { name: string; layout: SlotLayout }[];

/** A uniform grid with these feeds, row by row; null leaves a tile empty. */
export function gridOfFeeds(grid: Grid, feedIds: readonly (FeedId | null)[]): SlotLayout {
  const layout = uniformLayout(grid);
  return { ...layout, tiles: layout.tiles.map((tile, index) => withContent(tile, feedContent(feedIds[index] ?? null))) };
}

export function feedContent(feedId: FeedId | null): TileContent {
  return feedId === null ? EMPTY : { kind: 'feed', feedId };
}

/** Another content is looked at plainly; where it stands, and what the tile is for, stays. */
export function withContent(tile: WallTile, content: TileContent): WallTile {
  return { ...tile, content, look: PLAIN_LOOK };
}

/** What a display shows that nobody has arranged and the hall has dealt nothing. */
export const EMPTY_LAYOUT: SlotLayout = { ...uniformLayout({ columns: 1, rows: 1 }), mode: 'auto' };

/** The key of a tile in its layout: its first cell, such as `0-2` (column, row). */
export function tileKeyOf({ column, row }: Pick<WallTile, 'column' | 'row'>): string {
  return `${column}-${row}`;
}
