import type { Actor, WireEntry } from '#protocol/nouns/log.ts';
import type { EntryPattern } from '#protocol/scenario/words.ts';
import { idOf } from '../hallState/idOf.ts';
import { resolvedText, type ValueOfName } from './names.ts';

/** Whether the entry is one that the pattern means; never while a name of it is not known. `nth` is the caller's. */
export function matchEntry(pattern: EntryPattern, entry: WireEntry, valueOfName: ValueOfName): boolean {
  const { event, about, court, by, data } = pattern;
  return entry.name === event
    && (court === undefined || entry.courtCode === court)
    && (about === undefined || isText(about, idOf(entry.subject), valueOfName))
    && (by === undefined || isText(by, actorId(entry.actor), valueOfName))
    && (data === undefined || isPart(data, entry.data, valueOfName));
}

/** The id of who caused it: a person, a unit or a device; the hall itself is `hall`. */
function actorId(actor: Actor): string {
  switch (actor.kind) {
    case 'person': return actor.userId;
    case 'unit': return actor.unitId;
    case 'device': return actor.deviceId;
    case 'partner': return actor.partnerId;
    case 'operator':
    case 'hall': return actor.kind;
  }
}

function isText(wanted: string, text: string, valueOfName: ValueOfName): boolean {
  return resolvedText(wanted, valueOfName) === text;
}

/** Objects by the keys that are named, lists by having each that is named. */
function isPart(wanted: unknown, actual: unknown, valueOfName: ValueOfName): boolean {
  if (typeof wanted === 'string') {
    return resolvedText(wanted, valueOfName) === actual && actual !== undefined;
  }
  if (Array.isArray(wanted)) {
    return Array.isArray(actual) && wanted.every((one) => actual.some((other) => isPart(one, other, valueOfName)));
  }
  if (wanted !== null && typeof wanted === 'object') {
    return actual !== null && typeof actual === 'object' && Object.entries(wanted).every(([key, value]) => isPart(value, (actual as Record<string, unknown>)[key], valueOfName));
  }
  return wanted === actual;
}
