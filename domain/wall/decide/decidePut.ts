import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { CommandId } from '#protocol/nouns/ids.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import { found, type Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { checkLayouts } from './checkLayout.ts';
import { checkHand, decided, wallOf, type WallAnswer, type WallCaller } from './decideWall.ts';

/** One step over any number of displays; all or none. Errors: batonHeld; notFound (slot or feed); conflict (`slotId`); badLayout, tileLocked (`slotId`). */
export function putLayouts(state: HallState, input: RequestData<'wall.put'>, caller: WallCaller, at: number): Decision<WallAnswer> {
  checkHand(state, caller, at);
  checkLayouts(state, caller.courtCode, input.slots);
  for (const { slotId, expectedVersion, layout } of input.slots) {
    const present = found(state.slots.get(`${caller.courtCode}/${slotId}`), 'slot');
    if (present.layoutVersion !== expectedVersion) {
      throw new AppError('conflict', { params: { slotId, version: present.layoutVersion } });
    }
    if (!keepsLocked(present.layout, layout)) {
      throw new AppError('tileLocked', { params: { slotId } });
    }
  }
  const slots = input.slots.map(({ slotId, layout }) => ({ slotId, layout }));
  return decided(caller, { name: 'wall.put', data: { takeId: input.commandId, what: input.what, slots } });
}

/**
 * Takes the newest step back. Whatever is locked now was so before the step, which then left it alone, or was locked by the step itself:
 * there is nothing to ask about. Errors: batonHeld; notFound; conflict (`slotId`).
 */
export function undoTake(state: HallState, { takeId }: { readonly takeId: CommandId }, caller: WallCaller, at: number): Decision<WallAnswer> {
  checkHand(state, caller, at);
  const newest = wallOf(state, caller).past.at(-1);
  if (newest?.takeId !== takeId) {
    throw new AppError('notFound', { params: { what: 'take' } });
  }
  for (const { slotId, layoutVersion } of newest.slots) {
    const present = state.slots.get(`${caller.courtCode}/${slotId}`)?.layoutVersion ?? 0;
    if (present !== layoutVersion) {
      throw new AppError('conflict', { params: { slotId, version: present } });
    }
  }
  return decided(caller, { name: 'wall.undone', data: { takeId } });
}

/** A locked tile stays where it is, as it is; the only thing to be done to it is to unlock it. How its picture is looked at may change. */
function keepsLocked(before: SlotLayout, after: SlotLayout): boolean {
  const locked = before.tiles.filter((tile) => tile.locked);
  const isSameGrid = before.columns === after.columns && before.rows === after.rows;
  return locked.length === 0 || (isSameGrid && locked.every((tile) => after.tiles.some((other) => isSame(tile, other))));
}

function isSame(one: WallTile, other: WallTile): boolean {
  return factsOf(one) === factsOf(other);
}

function factsOf({ column, row, columnSpan, rowSpan, content, takesAlarms, span }: WallTile): string {
  return JSON.stringify([column, row, columnSpan, rowSpan, takesAlarms, span, Object.entries(content).toSorted(([left], [right]) => (left < right ? -1 : 1))]);
}
