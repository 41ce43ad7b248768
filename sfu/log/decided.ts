import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { AppError } from '#protocol/errors.ts';
import { eventOf, events } from '#protocol/events.ts';
import { GENESIS_HASH, type Actor, type Entry, type LogPosition } from '#protocol/nouns/log.ts';
import { fold, nextVersion } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, type HallState } from '#domain/hallState/hallState.ts';
import type { StoredAnswer } from '../ports/journal.ts';
import type { Command } from '../ports/log.ts';
import { canonicalJson, entryHash } from './entryHash.ts';

/** The end of the log as far as someone has come: place, time of the last entry (ms), and what it folds to. */
export type LogEnd = { readonly position: LogPosition; readonly at: number; readonly state: HallState };

export const EMPTY_LOG: LogEnd = { position: { sequence: 0, hash: GENESIS_HASH }, at: 0, state: EMPTY_STATE };

/** What a command comes to on top of an end of the log. */
export type Decided = { readonly entries: readonly Entry[]; readonly answer: unknown; readonly stored: StoredAnswer | null; readonly at: number; readonly after: LogEnd };

/** NUL, as JSON writes it: not every database can keep it. */
const NUL = /(?<!\\)(\\\\)*\\u0000/;

/** Errors: what the command's `decide` throws; badInput for text that no log can keep; ZodError for an event that breaks its own schema. */
export function decide(end: LogEnd, command: Command<unknown>, { now, inputHash }: { now: number; inputHash: string | null }): Decided {
  const at = Math.max(now, end.at);
  const decision = command.decide(end.state, at);
  const entries: Entry[] = [];
  let after = end;
  for (const { name, subject, courtCode, data } of decision.events) {
    const content = {
      sequence: after.position.sequence + 1,
      at,
      name,
      subject,
      version: nextVersion(after.state, name, subject),
      courtCode,
      actor: command.actor,
      // As it will be read again: without what the schema does not know, and without what JSON does not carry.
      data: plain(events[name].data.parse(data)),
      commandId: command.commandId,
      via: command.via,
      previousHash: after.position.hash,
    };
    const entry = { ...content, hash: entryHash(content) };
    entries.push(entry);
    after = follow(after, entry);
  }
  const answer = decision.answer(after.state);
  const { commandId, name } = command;
  const stored = commandId === null || inputHash === null ? null : { commandId, name, inputHash, answer: JSON.stringify(answer ?? null), at };
  return { entries, answer, stored, at, after };
}

/** The end of the log after this entry. An entry whose name is not known is passed over. Errors: ZodError. */
export function follow(end: LogEnd, entry: Entry): LogEnd {
  const event = eventOf(entry);
  return { position: { sequence: entry.sequence, hash: entry.hash }, at: entry.at, state: event === null ? end.state : fold(end.state, event) };
}

/** Tells whether a repeated command asks for the same. Keyed, because an input may hold a password. Errors: badInput. */
export function createInputHash(privateKey: KeyObject): (command: Pick<Command<unknown>, 'input' | 'actor'>) => string {
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', privateKey.export({ type: 'pkcs8', format: 'der' }), '', 'log answers', 32)));
  return ({ input, actor }) => createHmac('sha256', key).update(jsonOf({ actor: actorIdOf(actor), input: input ?? null })).digest('hex');
}

function actorIdOf(actor: Actor): string {
  switch (actor.kind) {
    case 'person': return actor.userId;
    case 'unit': return actor.unitId;
    case 'device': return actor.deviceId;
    case 'partner': return actor.partnerId;
    case 'operator': return `operator/${actor.name}`;
    case 'hall': return 'hall';
  }
}

function plain(data: unknown): unknown {
  return JSON.parse(jsonOf(data));
}

function jsonOf(value: unknown): string {
  let text: string;
  try {
    text = canonicalJson(value);
  } catch (cause) {
    throw new AppError('badInput', { cause });
  }
  if (NUL.test(text)) {
    throw new AppError('badInput', { detail: 'the text holds a NUL character' });
  }
  return text;
}
