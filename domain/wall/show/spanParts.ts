import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import type { SlotPlaceMm } from '#protocol/wall/wall.ts';
import { tileKeyOf } from '../layouts.ts';

/** What a tile shows of a picture over several tiles, in fractions of the whole frame that they make together. */
export type Part = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
/** Where a tile is among all displays of a wall. */
export type WallTileKey = `${SlotId}/${string}`;

type Area = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** A display that nobody measured: 16:9, mm. */
const COMMON_WIDTH_MM = 1_210;
const COMMON_HEIGHT_MM = 680;

export function wallTileKey(slotId: SlotId, tile: Pick<WallTile, 'column' | 'row'>): WallTileKey {
  return `${slotId}/${tileKeyOf(tile)}`;
}

/** Where each display hangs; those that nobody measured follow the others to the right, in the order of their numbers. */
export function placesOf({ slotIds, places }: { slotIds: Iterable<SlotId>; places: readonly SlotPlaceMm[] }): ReadonlyMap<SlotId, SlotPlaceMm> {
  const known = new Map(places.map((place) => [place.slotId, place]));
  const widthMm = places[0]?.widthMm ?? COMMON_WIDTH_MM;
  const heightMm = places[0]?.heightMm ?? COMMON_HEIGHT_MM;
  let xMm = Math.max(0, ...places.map((place) => place.xMm + place.widthMm));
  for (const slotId of [...slotIds].toSorted(bySlotNumber)) {
    if (!known.has(slotId)) {
      known.set(slotId, { slotId, xMm, yMm: 0, widthMm, heightMm });
      xMm += widthMm;
    }
  }
  return known;
}

/** The part of each tile that shares its picture with others: its rectangle within that of all of them, with what lies between the displays. */
export function spanParts({ slots, places }: { slots: ReadonlyMap<SlotId, SlotLayout>; places: readonly SlotPlaceMm[] }): ReadonlyMap<WallTileKey, Part> {
  const hung = placesOf({ slotIds: slots.keys(), places });
  const spans = new Map<string, Map<WallTileKey, Area>>();
  for (const [slotId, layout] of slots) {
    const place = hung.get(slotId);
    for (const tile of layout.tiles) {
      if (tile.span !== null && place !== undefined) {
        // A name that two pictures have by mistake must not tear either of them.
        const name = `${tile.span}\n${JSON.stringify(tile.content)}`;
        const tiles = spans.get(name) ?? new Map<WallTileKey, Area>();
        spans.set(name, tiles.set(wallTileKey(slotId, tile), areaOf(tile, layout, place)));
      }
    }
  }
  const parts = new Map<WallTileKey, Part>();
  for (const tiles of spans.values()) {
    if (tiles.size > 1) {
      const whole = around([...tiles.values()]);
      tiles.forEach((area, key) => parts.set(key, within(area, whole)));
    }
  }
  return parts;
}

export function bySlotNumber(a: SlotId, b: SlotId): number {
  return Number(a.slice('wall-'.length)) - Number(b.slice('wall-'.length));
}

function areaOf({ column, row, columnSpan, rowSpan }: WallTile, { columns, rows }: SlotLayout, { xMm, yMm, widthMm, heightMm }: SlotPlaceMm): Area {
  return {
    left: xMm + (widthMm * column) / columns,
    top: yMm + (heightMm * row) / rows,
    right: xMm + (widthMm * (column + columnSpan)) / columns,
    bottom: yMm + (heightMm * (row + rowSpan)) / rows,
  };
}

function around(areas: readonly Area[]): Area {
  return {
    left: Math.min(...areas.map(({ left }) => left)),
    top: Math.min(...areas.map(({ top }) => top)),
    right: Math.max(...areas.map(({ right }) => right)),
    bottom: Math.max(...areas.map(({ bottom }) => bottom)),
  };
}

function within(area: Area, whole: Area): Part {
  const [width, height] = [whole.right - whole.left, whole.bottom - whole.top];
  return {
    x: (area.left - whole.left) / width,
    y: (area.top - whole.top) / height,
    width: (area.right - area.left) / width,
    height: (area.bottom - area.top) / height,
  };
}
