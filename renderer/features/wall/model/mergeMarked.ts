import { around, tileIn, withLayout, type TilePlace, type WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import { mergeTiles } from '#domain/wall/edit/mergeTiles.ts';
import { spanAcross } from '#domain/wall/edit/spanAcross.ts';

/** The marked tiles as one: on one display a larger tile, on several one picture over all of them. Errors: notFound, tileLocked. */
export function mergeMarked(layouts: WallLayouts, marked: readonly TilePlace[]): WallLayouts {
  const areas = [...new Set(marked.map(({ slotId }) => slotId))].map((slotId) => ({
    slotId,
    cells: around(marked.filter((place) => place.slotId === slotId).map((place) => tileIn(layouts, place))),
  }));
  const [first] = areas;
  if (first === undefined || marked.length < 2) {
    return layouts;
  }
  return areas.length === 1 ? withLayout(layouts, first.slotId, (layout) => mergeTiles(layout, first.cells)) : spanAcross(layouts, areas);
}
