import type { FeedId, OperationId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import { DIVISIONS, feedContent, newTile } from '../layouts.ts';
import { withDivision } from './withDivision.ts';
import { cleared } from './editTile.ts';

/** Feeds beside which the board of their operation still has room. */
const MAX_BESIDE_BOARD = 6;

/**
 * 齐射: these feeds, and nothing else that is not locked, on one display; the board of the operation large beside them while they
 * are few. `left` are the feeds that found no room. Errors: tileLocked (a locked tile lies outside of the new grid).
 */
export function salvo(layout: SlotLayout, { feedIds, operationId }: { readonly feedIds: readonly FeedId[]; readonly operationId: OperationId | null }): { readonly layout: SlotLayout; readonly left: number } {
  const feeds = [...new Set(feedIds)];
  const board: TileContent[] = operationId !== null && feeds.length <= MAX_BESIDE_BOARD ? [{ kind: 'operation', operationId }] : [];
  const contents = [...board, ...feeds.map((feedId) => feedContent(feedId))];
  const locked = layout.tiles.filter((tile) => tile.locked);
  const boarded = beside(feeds.length);
  const shape = board.length > 0 && feeds.length > 0 && holds(boarded, locked) ? boarded : fitting(contents.length, locked);
  const divided = withDivision(cleared(layout), shape);
  let next = 0;
  const tiles = divided.tiles.map((tile) => (tile.locked ? tile : { ...newTile(tile), takesAlarms: tile.takesAlarms, content: contents[next++] ?? ({ kind: 'empty' } as const) }));
  return { layout: { ...divided, blank: false, tiles }, left: Math.max(0, contents.length - next) };
}

type Shape = Pick<SlotLayout, 'columns' | 'rows' | 'tiles'>;

/** The smallest uniform division with room for as many beside what is locked; the largest when none has. */
function fitting(count: number, locked: readonly WallTile[]): Shape {
  const taken = locked.reduce((sum, { columnSpan, rowSpan }) => sum + columnSpan * rowSpan, 0);
  return (DIVISIONS.find(({ name, layout }) => !name.includes('+') && layout.tiles.length >= count + taken && holds(layout, locked)) ?? DIVISIONS.at(-1)!).layout;
}

function holds({ columns, rows }: Shape, tiles: readonly WallTile[]): boolean {
  return tiles.every((tile) => tile.column + tile.columnSpan <= columns && tile.row + tile.rowSpan <= rows);
}

/** The board on the left over the whole height, the feeds in one or two columns on the right. */
function beside(feeds: number): Shape {
  const across = feeds > 3 ? 2 : 1;
  const rows = Math.max(2, Math.ceil(feeds / across));
  const boardSpan = 2;
  const cells = Array.from({ length: rows * across }, (_, index) => newTile({ column: boardSpan + (index % across), row: Math.floor(index / across), columnSpan: 1, rowSpan: 1 }));
  return { columns: boardSpan + across, rows, tiles: [newTile({ column: 0, row: 0, columnSpan: boardSpan, rowSpan: rows }), ...cells] };
}
