import { tileIn, type TilePlace, type WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import { placeContent, swapTiles } from '#domain/wall/edit/placeContent.ts';

/** What dropping a tile on another means: they change places, or (`copy`) what it shows is shown there as well. A picture over several displays is changed as a whole and leaves nothing behind to change with. */
export function moveTile(layouts: WallLayouts, from: TilePlace, to: TilePlace, { copy = false }: { readonly copy?: boolean } = {}): WallLayouts {
  const [source, target] = [tileIn(layouts, from), tileIn(layouts, to)];
  if (source === target || (source.span !== null && source.span === target.span)) {
    return layouts;
  }
  return copy || source.span !== null || target.span !== null ? placeContent(layouts, to, source.content) : swapTiles(layouts, from, to);
}
