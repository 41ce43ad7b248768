import type { CourtCode, SlotId } from '#protocol/nouns/ids.ts';
import type { SlotRecord } from '#protocol/wall/slots.ts';
import type { Decision, NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { emptySlot } from './foldSlot.ts';

export type SlotPlace = { readonly courtCode: CourtCode; readonly slotId: SlotId };

/** A display takes the place; the first one makes it. Nothing happens if the same machine holds it already. */
export function takeSlot(state: HallState, place: SlotPlace, deviceName: string): Decision<{ slot: SlotRecord }> {
  const slot = state.slots.get(keyOf(place)) ?? emptySlot(place);
  const holds = slot.placed && slot.deviceName === deviceName;
  return {
    events: holds ? [] : [slotEvent(place, { name: 'slot.taken', data: { deviceName } })],
    answer: (after) => ({ slot: after.slots.get(keyOf(place)) ?? slot }),
  };
}

/** As an event, for what the hall decides itself. */
export function slotEvent(place: SlotPlace, change: Pick<Extract<NewEvent, { name: `slot.${string}` }>, 'name' | 'data'>): NewEvent {
  return { ...change, subject: `slot/${keyOf(place)}`, courtCode: place.courtCode } as NewEvent;
}

function keyOf({ courtCode, slotId }: SlotPlace): string {
  return `${courtCode}/${slotId}`;
}
