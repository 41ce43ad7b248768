import type { z } from 'zod';
import { auditEvents } from './nouns/audit.ts';
import { courtEvents } from './nouns/courts.ts';
import { deviceEvents } from './nouns/devices.ts';
import { dutyEvents } from './nouns/duty.ts';
import { feedEvents } from './media/feeds.ts';
import type { WireEntry } from './nouns/log.ts';
import { peopleEvents } from './nouns/people.ts';
import { unitEvents } from './nouns/units.ts';
import { wallEvents } from './nouns/wall.ts';

/** Everything that the log may hold. */
export const events = {
  ...courtEvents,
  ...peopleEvents,
  ...deviceEvents,
  ...unitEvents,
  ...feedEvents,
  ...wallEvents,
  ...dutyEvents,
  ...auditEvents,
};

export type EventName = keyof typeof events;
export type EventData<Name extends EventName> = z.output<(typeof events)[Name]['data']>;
/** An entry whose name and data this build knows. */
export type HallEvent = { [Name in EventName]: Omit<WireEntry, 'name' | 'data'> & { readonly name: Name; readonly data: EventData<Name> } }[EventName];

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}

/** The entry as an event; null for a name that this build does not know (a newer hall's). Errors: ZodError. */
export function eventOf(entry: WireEntry): HallEvent | null {
  if (!isEventName(entry.name)) {
    return null;
  }
  const data: unknown = events[entry.name].data.parse(entry.data);
  return { ...entry, data } as HallEvent;
}
