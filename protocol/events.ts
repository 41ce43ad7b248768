import type { z } from 'zod';
import { consultationEvents } from './consultations/consultations.ts';
import { auditEvents } from './nouns/audit.ts';
import { clockEvents } from './nouns/clock.ts';
import { courtEvents } from './nouns/courts.ts';
import { deviceEvents } from './nouns/devices.ts';
import { dutyEvents } from './nouns/duty.ts';
import { assistEvents } from './field/assist.ts';
import { instructionEvents } from './field/instructions.ts';
import { reportEvents } from './field/reports.ts';
import { feedEvents } from './media/feeds.ts';
import { grantEvents } from './media/grants.ts';
import { talkEvents } from './media/talk.ts';
import { snapshotEvents } from './media/snapshots.ts';
import { recordingEvents } from './media/recordings.ts';
import { sourceEvents } from './media/sources.ts';
import { upwardEvents } from './media/upward.ts';
import { alarmEvents } from './alarms/alarms.ts';
import { callEvents } from './alarms/calls.ts';
import { connectorEvents } from './alarms/connectors.ts';
import { fenceEvents } from './alarms/fences.ts';
import { orderEvents } from './alarms/orders.ts';
import { campaignEvents } from './operations/campaigns.ts';
import { journalEvents } from './operations/journal.ts';
import { operationEvents } from './operations/operations.ts';
import { partyEvents } from './operations/parties.ts';
import { stepEvents } from './operations/steps.ts';
import type { WireEntry } from './nouns/log.ts';
import { peopleEvents } from './nouns/people.ts';
import { drillEvents } from './scenario/drills.ts';
import { deputyEvents } from './tasks/deputies.ts';
import { partnerEvents } from './tasks/partners.ts';
import { paperEvents } from './tasks/papers.ts';
import { signingEvents } from './tasks/signing.ts';
import { taskEvents } from './tasks/tasks.ts';
import { trackEvents } from './telemetry/tracks.ts';
import { unitEvents } from './nouns/units.ts';
import { drawingEvents } from './wall/drawings.ts';
import { presetEvents } from './wall/presets.ts';
import { slotEvents } from './wall/slots.ts';
import { wallEvents } from './wall/wall.ts';

/** Everything that the log may hold. */
export const events = {
  ...courtEvents,
  ...peopleEvents,
  ...deviceEvents,
  ...unitEvents,
  ...feedEvents,
  ...slotEvents,
  ...wallEvents,
  ...presetEvents,
  ...drawingEvents,
  ...trackEvents,
  ...dutyEvents,
  ...alarmEvents,
  ...orderEvents,
  ...callEvents,
  ...fenceEvents,
  ...connectorEvents,
  ...campaignEvents,
  ...operationEvents,
  ...stepEvents,
  ...partyEvents,
  ...journalEvents,
  ...snapshotEvents,
  ...grantEvents,
  ...sourceEvents,
  ...upwardEvents,
  ...recordingEvents,
  ...talkEvents,
  ...assistEvents,
  ...instructionEvents,
  ...reportEvents,
  ...taskEvents,
  ...deputyEvents,
  ...signingEvents,
  ...paperEvents,
  ...partnerEvents,
  ...consultationEvents,
  ...auditEvents,
  ...clockEvents,
  ...drillEvents,
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
