import type { Map as PersistentMap } from 'immutable';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotRecord } from '#protocol/wall/slots.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';
import { EMPTY_LAYOUT, gridOfFeeds } from './layouts.ts';

type Slots = PersistentMap<string, SlotRecord>;

export function foldSlot(slots: Slots, event: EventOf<'slot'>): Slots {
  const { courtCode, version } = event;
  const key = idOf(event.subject);
  const before = slots.get(key) ?? emptySlot({ courtCode, slotId: key.slice(courtCode.length + 1) as SlotId });
  return slots.set(key, { ...before, ...changeOf(event, before), version });
}

/** A place nobody has arranged yet. */
export function emptySlot({ courtCode, slotId }: Pick<SlotRecord, 'courtCode' | 'slotId'>): SlotRecord {
  return { courtCode, slotId, layout: EMPTY_LAYOUT, placed: false, deviceName: '', layoutVersion: 0, version: 0 };
}

function changeOf(event: EventOf<'slot'>, { layoutVersion }: SlotRecord): Partial<SlotRecord> {
  switch (event.name) {
    case 'slot.arranged': {
      const { mode, columns, rows, tiles } = event.data;
      return { layout: { ...gridOfFeeds({ columns, rows }, tiles.map(({ feedId }) => feedId)), mode }, layoutVersion: layoutVersion + 1 };
    }
    case 'slot.dealt': return { layout: event.data.layout, layoutVersion: layoutVersion + 1 };
    case 'slot.taken': return { placed: true, deviceName: event.data.deviceName };
    case 'slot.released': return { placed: false };
  }
}
