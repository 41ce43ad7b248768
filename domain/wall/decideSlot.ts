import { AppError } from '#protocol/errors.ts';
import type { CourtCode, SlotId } from '#protocol/nouns/ids.ts';
import type { SlotRecord } from '#protocol/nouns/wall.ts';
import { sees } from '../access/viewer.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { emptySlot } from './foldSlot.ts';

export type SlotPlace = { readonly courtCode: CourtCode; readonly slotId: SlotId };
export type Arrangement = Pick<SlotRecord, 'mode' | 'columns' | 'rows' | 'tiles'>;

/** A person's change of a place that exists. Errors: notFound (slot or feed, or a feed the court may not see), conflict, badInput. */
export function arrangeSlot(state: HallState, place: SlotPlace, input: Arrangement & { expectedVersion: number }): Decision<{ slot: SlotRecord }> {
  const { mode, columns, rows, tiles } = input;
  expectVersion(found(state.slots.get(keyOf(place)), 'slot'), input.expectedVersion);
  if (tiles.length !== columns * rows) {
    throw new AppError('badInput', { params: { path: 'tiles' }, detail: 'tiles must be columns × rows' });
  }
  for (const { feedId } of tiles) {
    if (feedId !== null && !sees(place.courtCode, found(state.feeds.get(feedId), 'feed').courtCode)) {
      throw new AppError('notFound', { params: { what: 'feed' } });
    }
  }
  return decided(place, [slotEvent(place, { name: 'slot.arranged', data: { mode, columns, rows, tiles } })]);
}

/** A display takes the place; the first one makes it. Nothing happens if the same machine holds it already. */
export function takeSlot(state: HallState, place: SlotPlace, deviceName: string): Decision<{ slot: SlotRecord }> {
  const slot = state.slots.get(keyOf(place)) ?? emptySlot(place);
  const holds = slot.placed && slot.deviceName === deviceName;
  return decided(place, holds ? [] : [slotEvent(place, { name: 'slot.taken', data: { deviceName } })]);
}

/** As an event, for what the hall decides itself. */
export function slotEvent(place: SlotPlace, change: Pick<Extract<NewEvent, { name: `slot.${string}` }>, 'name' | 'data'>): NewEvent {
  return { ...change, subject: `slot/${keyOf(place)}`, courtCode: place.courtCode } as NewEvent;
}

function keyOf({ courtCode, slotId }: SlotPlace): string {
  return `${courtCode}/${slotId}`;
}

function decided(place: SlotPlace, events: readonly NewEvent[]): Decision<{ slot: SlotRecord }> {
  return { events, answer: (after) => ({ slot: after.slots.get(keyOf(place)) ?? emptySlot(place) }) };
}
