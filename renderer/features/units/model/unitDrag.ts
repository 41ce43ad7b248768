import type { UnitId } from '#protocol/nouns/ids.ts';

/** Data type of a unit that is dragged, from wherever it stands; the value is its id. */
export const UNIT_DRAG_TYPE = 'application/x-hall-unit';

/** At the beginning of a drag: from here the hand carries this unit. */
export function carryUnit({ dataTransfer }: { readonly dataTransfer: DataTransfer }, unitId: UnitId): void {
  dataTransfer.setData(UNIT_DRAG_TYPE, unitId);
  dataTransfer.effectAllowed = 'copy';
}
