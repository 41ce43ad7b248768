import type { Selectable } from 'kysely';
import type { Actor, Entry } from '#protocol/nouns/log.ts';
import type { Tables } from '../database/tables.ts';

/** Id by which an actor can be asked for; null for the operator and the hall. */
export function actorIdOf(actor: Actor): string | null {
  switch (actor.kind) {
    case 'person': return actor.userId;
    case 'unit': return actor.unitId;
    case 'device': return actor.deviceId;
    case 'partner': return actor.partnerId;
    case 'operator':
    case 'hall':
    default: return null;
  }
}

export function rowOf(entry: Entry): Selectable<Tables['entries']> {
  const { sequence, at, name, subject, version, courtCode, actor, data, commandId, via, previousHash, hash } = entry;
  // A value that JSON does not know (undefined) is kept as nothing; the hash is over nothing then, too.
  return { sequence, at, name, subject, version, courtCode, actorId: actorIdOf(actor), actor: JSON.stringify(actor), data: JSON.stringify(data) ?? 'null', commandId, via, previousHash, hash };
}

/** As it lies in the table: whoever checks the chain must be able to read what was tampered with. */
export function entryOf(row: Selectable<Tables['entries']>): Entry {
  const { actorId: _, actor, data, ...columns } = row;
  return { ...columns, actor: jsonOrText(actor) as Actor, data: jsonOrText(data) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
