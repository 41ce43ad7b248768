import type { HallState as FoldedState } from '#domain/hallState/hallState.ts';
import type { Assist } from '#protocol/field/assist.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';

/** How long an answer stays on the tile, ms. */
const SHOWN_MS = 10_000;

/** The newest ask of the unit while it waits or its answer is new; null: nothing to say. `now`: hall time, ms. */
export function newsOfUnit(assists: FoldedState['assists'], unitId: UnitId, now: number): Assist | null {
  const newest = [...assists.values()].filter((assist) => assist.unitId === unitId).toSorted((left, right) => right.askedAt - left.askedAt)[0];
  if (newest === undefined) {
    return null;
  }
  return newest.doneAt === null || now - newest.doneAt < SHOWN_MS ? newest : null;
}
