import type { TilePlace, WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import { tileKeyOf } from '#domain/wall/layouts.ts';
import { slotId as slotIdSchema, type SlotId } from '#protocol/nouns/ids.ts';
import type { WallTile } from '#protocol/wall/layout.ts';
import { DISPLAY_HEAD_PX, type Rect } from './wallPlan.ts';

/** A tile that is dragged: `wall-1/0-2`. */
export const TILE_DRAG_TYPE = 'application/x-hall-tile';

export type PlaceKey = `${SlotId}/${string}`;
export type Direction = 'left' | 'right' | 'up' | 'down';

export function placeKey({ slotId, tileKey }: TilePlace): PlaceKey {
  return `${slotId}/${tileKey}`;
}

/** Null for anything that is no key of a place. */
export function placeOf(key: string): TilePlace | null {
  const [slot = '', tileKey = ''] = key.split('/');
  const slotId = slotIdSchema.safeParse(slot);
  return slotId.success && tileKey !== '' ? { slotId: slotId.data, tileKey } : null;
}

/** The tile in px of its display's rectangle, below the display's head. */
export function tileRect(tile: Pick<WallTile, 'column' | 'row' | 'columnSpan' | 'rowSpan'>, grid: { readonly columns: number; readonly rows: number }, display: Rect): Rect {
  const width = display.width / grid.columns;
  const height = (display.height - DISPLAY_HEAD_PX) / grid.rows;
  return { x: display.x + tile.column * width, y: display.y + DISPLAY_HEAD_PX + tile.row * height, width: tile.columnSpan * width, height: tile.rowSpan * height };
}

/** The tile that somebody means who goes one step from here, over the edges of displays too; null where the wall ends. */
export function neighbour(layouts: WallLayouts, rects: ReadonlyMap<SlotId, Rect>, from: TilePlace, direction: Direction): TilePlace | null {
  const all = [...layouts].flatMap(([slotId, layout]) => {
    const display = rects.get(slotId);
    return display === undefined ? [] : layout.tiles.map((tile) => ({ place: { slotId, tileKey: tileKeyOf(tile) }, rect: tileRect(tile, layout, display) }));
  });
  const start = all.find(({ place }) => place.slotId === from.slotId && place.tileKey === from.tileKey);
  if (start === undefined) {
    return all[0]?.place ?? null;
  }
  const ahead = all
    .map(({ place, rect }) => ({ place, ...wayTo(start.rect, rect, direction) }))
    .filter(({ on, aside }) => on > -2 && aside <= on + 2)
    .toSorted((a, b) => a.on + 2 * a.aside + a.askew / 8 - (b.on + 2 * b.aside + b.askew / 8));
  return ahead[0]?.place ?? null;
}

/** `on`: from edge to edge along the way; `aside`: how far it lies beside the way; `askew`: how far the middles differ. */
function wayTo(a: Rect, b: Rect, direction: Direction): { on: number; aside: number; askew: number } {
  const flat = direction === 'left' || direction === 'right';
  const on = { left: a.x - b.x - b.width, right: b.x - a.x - a.width, up: a.y - b.y - b.height, down: b.y - a.y - a.height }[direction];
  const [from, to, begin, end] = flat ? [a.y, a.y + a.height, b.y, b.y + b.height] : [a.x, a.x + a.width, b.x, b.x + b.width];
  return { on, aside: Math.max(0, begin - to, from - end), askew: Math.abs(from + to - begin - end) / 2 };
}
