import { AppError } from '#protocol/errors.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import { overlap, singleCells, withTiles } from './layoutsOf.ts';

/**
 * Another division of the display, by hand. Contents keep their reading order; when they do not all fit, the last ones go.
 * Locked tiles keep their cells, and the division is cut around them. Errors: tileLocked (a locked tile lies outside of the new grid).
 */
export function withDivision(layout: SlotLayout, division: Pick<SlotLayout, 'columns' | 'rows' | 'tiles'>): SlotLayout {
  const locked = layout.tiles.filter((tile) => tile.locked);
  if (locked.some((tile) => tile.column + tile.columnSpan > division.columns || tile.row + tile.rowSpan > division.rows)) {
    throw new AppError('tileLocked');
  }
  const free = division.tiles.flatMap((tile) => {
    const inTheWay = locked.filter((kept) => overlap(kept, tile));
    return inTheWay.length === 0 ? [tile] : singleCells(tile).filter((cell) => !inTheWay.some((kept) => overlap(kept, cell)));
  });
  const showing = layout.tiles.filter((tile) => !tile.locked && tile.content.kind !== 'empty');
  const room = free.map((tile, index) => takeOver(tile, showing[index]));
  return { ...withTiles(layout, [...locked, ...room]), columns: division.columns, rows: division.rows };
}

/** A picture over several displays falls apart when its part changes its shape, so the part stands alone from here. */
function takeOver(tile: WallTile, before: WallTile | undefined): WallTile {
  return before === undefined ? tile : { ...tile, content: before.content, look: before.look, takesAlarms: before.takesAlarms };
}

/** Contents that stood somewhere and stand nowhere afterwards, once each. */
export function lostContents(before: Iterable<SlotLayout>, after: Iterable<SlotLayout>): TileContent[] {
  const kept = new Set([...after].flatMap(({ tiles }) => tiles.map(({ content }) => nameOf(content))));
  const lost = new Map<string, TileContent>();
  for (const { tiles } of before) {
    for (const { content } of tiles) {
      if (content.kind !== 'empty' && !kept.has(nameOf(content))) {
        lost.set(nameOf(content), content);
      }
    }
  }
  return [...lost.values()];
}

/** What makes two contents the same to whoever looks for it: a tour that was paused is the tour it was. */
function nameOf(content: TileContent): string {
  return content.kind === 'tour' ? `tour ${content.stops.join(' ')}` : JSON.stringify(content);
}
