import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotPlaceMm } from '#protocol/wall/wall.ts';

export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Display = { readonly slotId: SlotId; /** Width by height. */ readonly aspect: number };
type Room = { readonly widthPx: number; readonly heightPx: number };
export type WallPlan = { readonly rects: ReadonlyMap<SlotId, Rect>; readonly widthPx: number; readonly heightPx: number };

/** The line with a display's number above its tiles. */
export const DISPLAY_HEAD_PX = 22;
const GAP_PX = 8;
const MIN_DISPLAY_PX = 168;
const DEFAULT_ASPECT = 16 / 9;

/** The wall in px of the desk: as it hangs where it was measured, else side by side by number, wrapped to the room. Taller or wider than the room it scrolls. */
export function wallPlan({ displays, places, room }: { readonly displays: readonly Display[]; readonly places: readonly SlotPlaceMm[]; readonly room: Room }): WallPlan {
  const measured = displays.length > 0 && displays.every(({ slotId }) => places.some((place) => place.slotId === slotId));
  const rects = measured ? hung(displays, places, room) : wrapped(displays, room);
  return {
    rects,
    widthPx: Math.max(0, ...[...rects.values()].map(({ x, width }) => x + width)),
    heightPx: Math.max(0, ...[...rects.values()].map(({ y, height }) => y + height)),
  };
}

function hung(displays: readonly Display[], places: readonly SlotPlaceMm[], room: Room): Map<SlotId, Rect> {
  const own = places.filter(({ slotId }) => displays.some((display) => display.slotId === slotId));
  const left = Math.min(...own.map(({ xMm }) => xMm));
  const top = Math.min(...own.map(({ yMm }) => yMm));
  const widthMm = Math.max(...own.map((place) => place.xMm + place.widthMm)) - left;
  const heightMm = Math.max(...own.map((place) => place.yMm + place.heightMm)) - top;
  const smallestMm = Math.min(...own.map((place) => place.widthMm));
  const pxPerMm = Math.max(Math.min(room.widthPx / widthMm, room.heightPx / heightMm), MIN_DISPLAY_PX / smallestMm);
  return new Map(own.map(({ slotId, xMm, yMm, ...size }) => [slotId, { x: (xMm - left) * pxPerMm, y: (yMm - top) * pxPerMm, width: size.widthMm * pxPerMm, height: size.heightMm * pxPerMm }]));
}

function wrapped(displays: readonly Display[], room: Room): Map<SlotId, Rect> {
  const aspect = Math.min(...displays.map((display) => display.aspect || DEFAULT_ASPECT));
  const widthIn = (columns: number) => {
    const rows = Math.ceil(displays.length / columns);
    const byWidth = (room.widthPx - (columns - 1) * GAP_PX) / columns;
    const byHeight = ((room.heightPx - (rows - 1) * GAP_PX) / rows - DISPLAY_HEAD_PX) * aspect;
    return Math.min(byWidth, byHeight);
  };
  const counts = Array.from({ length: displays.length }, (_, index) => index + 1);
  const best = counts.reduce((most, count) => (widthIn(count) > widthIn(most) ? count : most), 1);
  const crowded = widthIn(best) < MIN_DISPLAY_PX;
  const columns = crowded ? Math.max(1, Math.min(displays.length, Math.floor((room.widthPx + GAP_PX) / (MIN_DISPLAY_PX + GAP_PX)))) : best;
  const width = crowded ? Math.max(MIN_DISPLAY_PX, (room.widthPx - (columns - 1) * GAP_PX) / columns) : widthIn(best);
  const height = width / aspect + DISPLAY_HEAD_PX;
  return new Map(displays.map(({ slotId }, index) => [slotId, { x: (index % columns) * (width + GAP_PX), y: Math.floor(index / columns) * (height + GAP_PX), width, height }]));
}
