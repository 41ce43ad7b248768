import type { Density, SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import { EMPTY_LAYOUT, tileKeyOf, withContent } from '../layouts.ts';
import { expectUnlocked, tileIn, withLayout, withTiles, type TilePlace, type WallLayouts } from './layoutsOf.ts';

/** Errors (of all that change a tile): notFound. */
function withTile(layouts: WallLayouts, place: TilePlace, change: (tile: WallTile) => WallTile): WallLayouts {
  tileIn(layouts, place);
  return withLayout(layouts, place.slotId, (layout) => withTiles(layout, layout.tiles.map((tile) => (tileKeyOf(tile) === place.tileKey ? change(tile) : tile))));
}

/** Errors: tileLocked. */
export function clearTile(layouts: WallLayouts, place: TilePlace): WallLayouts {
  expectUnlocked(tileIn(layouts, place));
  return withTile(layouts, place, (tile) => withContent({ ...tile, span: null }, { kind: 'empty' }));
}

export function setLocked(layouts: WallLayouts, place: TilePlace, locked: boolean): WallLayouts {
  return withTile(layouts, place, (tile) => ({ ...tile, locked }));
}

/** Errors: tileLocked. */
export function setTakesAlarms(layouts: WallLayouts, place: TilePlace, takesAlarms: boolean): WallLayouts {
  expectUnlocked(tileIn(layouts, place));
  return withTile(layouts, place, (tile) => ({ ...tile, takesAlarms }));
}

/** Everything off the display but what is locked. */
export function cleared(layout: SlotLayout): SlotLayout {
  return withTiles(layout, layout.tiles.map((tile) => (tile.locked ? tile : withContent({ ...tile, span: null }, { kind: 'empty' }))));
}

/** Dark, and the layout kept. */
export function setBlank(layout: SlotLayout, blank: boolean): SlotLayout {
  return { ...layout, blank };
}

export function setDensity(layout: SlotLayout, density: Density): SlotLayout {
  return { ...layout, density };
}

/** Left to the hall, which deals live feeds onto it; as it is now until it has. Errors: tileLocked (the hall deals no display with a locked tile). */
export function toAuto(layout: SlotLayout): SlotLayout {
  expectUnlocked(...layout.tiles);
  return { ...layout, mode: 'auto', tiles: layout.tiles.length === 0 ? EMPTY_LAYOUT.tiles : layout.tiles };
}

export function toManual(layout: SlotLayout): SlotLayout {
  return { ...layout, mode: 'manual' };
}
