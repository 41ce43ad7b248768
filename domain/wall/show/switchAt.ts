import type { SlotId } from '#protocol/nouns/ids.ts';
import type { PastTake } from '#protocol/wall/wall.ts';

/** From the moment a step over several displays was made until all of them show it: every window has heard of it by then, ms. */
const TOGETHER_AFTER_MS = 400;

/** When all windows change to this step of the wall, hall time; null: a display that changes alone waits for nobody. */
export function switchAt(take: PastTake | undefined, shown: { slotId: SlotId; layoutVersion: number }): number | null {
  const isOf = take?.slots.some(({ slotId, layoutVersion }) => slotId === shown.slotId && layoutVersion === shown.layoutVersion) ?? false;
  return take !== undefined && isOf && take.slots.length > 1 ? take.at + TOGETHER_AFTER_MS : null;
}

/** The same for a step that left no trace of when it was made (a step that was undone, a deal of the hall): windows that hear of it within some ms come to the same moment. Hall time. */
export function switchSoon(now: number): number {
  return Math.ceil((now + TOGETHER_AFTER_MS / 2) / TOGETHER_AFTER_MS) * TOGETHER_AFTER_MS;
}
