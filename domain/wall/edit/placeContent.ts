import { AppError } from '#protocol/errors.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import type { WallTile } from '#protocol/wall/layout.ts';
import { tileKeyOf, withContent } from '../layouts.ts';
import { expectUnlocked, layoutIn, tileIn, withLayout, withTiles, type TilePlace, type WallLayouts } from './layoutsOf.ts';

/**
 * The content in this tile, and in every tile that shows one picture with it. A feed that stands alone on the display already
 * moves here, and what was here goes to its old place. Errors: notFound, tileLocked.
 */
export function placeContent(layouts: WallLayouts, place: TilePlace, content: TileContent): WallLayouts {
  const target = tileIn(layouts, place);
  expectUnlocked(target);
  if (target.span !== null) {
    return onSpan(layouts, target.span, content);
  }
  const layout = layoutIn(layouts, place.slotId);
  const from = content.kind === 'feed' ? layout.tiles.find((tile) => showsAlone(tile, content.feedId)) : undefined;
  return withLayout(layouts, place.slotId, () =>
    withTiles(layout, layout.tiles.map((tile) => (tile === target ? withContent(tile, content) : tile === from ? showing(tile, target) : tile))));
}

/** Two tiles change what they show and how it is looked at; where alarms go and what is locked stays. Errors: notFound, tileLocked, badLayout (one is part of a picture over several). */
export function swapTiles(layouts: WallLayouts, a: TilePlace, b: TilePlace): WallLayouts {
  const [first, second] = [tileIn(layouts, a), tileIn(layouts, b)];
  expectUnlocked(first, second);
  if (first.span !== null || second.span !== null) {
    throw new AppError('badLayout');
  }
  return replaced(replaced(layouts, a, showing(first, second)), b, showing(second, first));
}

function replaced(layouts: WallLayouts, { slotId, tileKey }: TilePlace, by: WallTile): WallLayouts {
  return withLayout(layouts, slotId, (layout) => withTiles(layout, layout.tiles.map((tile) => (tileKeyOf(tile) === tileKey ? by : tile))));
}

function onSpan(layouts: WallLayouts, span: string, content: TileContent): WallLayouts {
  expectUnlocked(...[...layouts.values()].flatMap(({ tiles }) => tiles.filter((tile) => tile.span === span)));
  return new Map([...layouts].map(([slotId, layout]) => [slotId, layout.tiles.some((tile) => tile.span === span)
    ? withTiles(layout, layout.tiles.map((tile) => (tile.span === span ? withContent(tile, content) : tile)))
    : layout]));
}

const showsAlone = ({ content, locked, span }: WallTile, feedId: string) => content.kind === 'feed' && content.feedId === feedId && !locked && span === null;

const showing = (tile: WallTile, { content, look }: WallTile): WallTile => ({ ...tile, content, look });
