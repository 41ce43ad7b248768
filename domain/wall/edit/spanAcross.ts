import type { SlotId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import { withContent, tileKeyOf, type Cells } from '../layouts.ts';
import { expectUnlocked, layoutIn, overlap, withLayout, withTiles, type WallLayouts } from './layoutsOf.ts';
import { mergeTiles } from './mergeTiles.ts';

type Area = { readonly slotId: SlotId; readonly cells: Cells };

/**
 * One picture over areas of several displays: each area becomes one tile, and all of them show what the first that shows anything
 * did. A name that is taken is made another. Errors: notFound, tileLocked, badLayout.
 */
export function spanAcross(layouts: WallLayouts, areas: readonly Area[]): WallLayouts {
  const name = freeName(layouts);
  const merged = areas.reduce<WallLayouts>((all, { slotId, cells }) => withLayout(apart(all, slotId, cells), slotId, (layout) => mergeTiles(layout, cells)), layouts);
  const parts = areas.map(({ slotId, cells }) => ({ slotId, tile: layoutIn(merged, slotId).tiles.find((tile) => overlap(tile, cells))! }));
  const content: TileContent = parts.map(({ tile }) => tile.content).find(({ kind }) => kind !== 'empty') ?? { kind: 'empty' };
  return parts.reduce<WallLayouts>((all, { slotId, tile }) => withLayout(all, slotId, (layout) =>
    withTiles(layout, layout.tiles.map((other) => (tileKeyOf(other) === tileKeyOf(tile) ? { ...withContent(other, content), span: name } : other)))), merged);
}

/** Every part of the picture shows it whole, by itself. Errors: tileLocked. */
export function unspan(layouts: WallLayouts, name: string): WallLayouts {
  return new Map([...layouts].map(([slotId, layout]) => {
    const parts = layout.tiles.filter(({ span }) => span === name);
    expectUnlocked(...parts);
    return [slotId, parts.length === 0 ? layout : withTiles(layout, layout.tiles.map((tile) => (tile.span === name ? { ...tile, span: null } : tile)))];
  }));
}

/** A picture that loses one of its parts to another one is no whole any more. */
function apart(layouts: WallLayouts, slotId: SlotId, cells: Cells): WallLayouts {
  const names = new Set(layoutIn(layouts, slotId).tiles.filter((tile) => overlap(tile, cells)).flatMap(({ span }) => (span === null ? [] : [span])));
  return [...names].reduce<WallLayouts>(unspan, layouts);
}

function freeName(layouts: WallLayouts): string {
  const taken = new Set([...layouts.values()].flatMap(({ tiles }) => tiles.map(({ span }) => span)));
  let number = 1;
  while (taken.has(`span-${number}`)) {
    number += 1;
  }
  return `span-${number}`;
}
