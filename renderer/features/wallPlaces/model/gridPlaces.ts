import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotPlaceMm } from '#protocol/wall/wall.ts';

const INCH_MM = 25.4;

type Grid = { readonly columns: number; readonly widthMm: number; readonly heightMm: number; /** Between the visible areas of neighbours: both of their frames together. */ readonly gapMm: number };

/** The visible area of a display by its diagonal. */
export function sizeOfDiagonal(inches: number, [across, down]: readonly [number, number] = [16, 9]): { readonly widthMm: number; readonly heightMm: number } {
  const unit = (inches * INCH_MM) / Math.hypot(across, down);
  return { widthMm: rounded(across * unit), heightMm: rounded(down * unit) };
}

/** Equal displays row by row, in the order given. */
export function gridPlaces(slotIds: readonly SlotId[], { columns, widthMm, heightMm, gapMm }: Grid): SlotPlaceMm[] {
  return slotIds.map((slotId, index) => ({
    slotId,
    xMm: rounded((index % columns) * (widthMm + gapMm)),
    yMm: rounded(Math.floor(index / columns) * (heightMm + gapMm)),
    widthMm,
    heightMm,
  }));
}

/** Displays whose areas lie over one another. */
export function overlapping(places: readonly SlotPlaceMm[]): SlotId[] {
  const cross = (a: SlotPlaceMm, b: SlotPlaceMm) => a.xMm < b.xMm + b.widthMm && b.xMm < a.xMm + a.widthMm && a.yMm < b.yMm + b.heightMm && b.yMm < a.yMm + a.heightMm;
  return places.filter((place) => places.some((other) => other !== place && cross(place, other))).map(({ slotId }) => slotId);
}

function rounded(mm: number): number {
  return Math.round(mm * 10) / 10;
}
