import type { Map as PersistentMap } from 'immutable';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotRecord } from '#protocol/nouns/wall.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Slots = PersistentMap<string, SlotRecord>;

export function foldSlot(slots: Slots, event: EventOf<'slot'>): Slots {
  const { courtCode, version } = event;
  const key = idOf(event.subject);
  const before = slots.get(key) ?? emptySlot({ courtCode, slotId: key.slice(courtCode.length + 1) as SlotId });
  return slots.set(key, { ...before, ...changeOf(event), version });
}

/** A place nobody has arranged yet. */
export function emptySlot({ courtCode, slotId }: Pick<SlotRecord, 'courtCode' | 'slotId'>): SlotRecord {
  return { courtCode, slotId, mode: 'auto', columns: 1, rows: 1, tiles: [{ feedId: null }], placed: false, deviceName: '', version: 0 };
}

function changeOf(event: EventOf<'slot'>): Partial<SlotRecord> {
  switch (event.name) {
    case 'slot.arranged': return event.data;
    case 'slot.taken': return { placed: true, deviceName: event.data.deviceName };
    case 'slot.released': return { placed: false };
  }
}
