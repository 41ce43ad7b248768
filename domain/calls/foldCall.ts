import type { Map as PersistentMap } from 'immutable';
import type { Call } from '#protocol/alarms/calls.ts';
import type { CallId } from '#protocol/nouns/ids.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Calls = PersistentMap<CallId, Call>;

export function foldCall(calls: Calls, event: EventOf<'call'>): Calls {
  const { courtCode, version, at } = event;
  const callId = idOf(event.subject) as CallId;
  const who = { at, name: actorName(event.actor) };
  if (event.name === 'call.taken') {
    return calls.set(callId, { callId, courtCode, ...event.data, takenAt: at, takenBy: who.name, triage: null, calledBack: null, version });
  }
  const before = calls.get(callId);
  if (before === undefined) {
    return calls;
  }
  switch (event.name) {
    case 'call.triaged': return calls.set(callId, { ...before, triage: { ...who, ...event.data }, version });
    case 'call.calledBack': return calls.set(callId, { ...before, calledBack: { ...who, ...event.data }, version });
    case 'call.archived': return calls.delete(callId);
  }
}
