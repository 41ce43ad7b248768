import type { CommandId } from '#protocol/nouns/ids.ts';
import { GENESIS_HASH, type Entry } from '#protocol/nouns/log.ts';
import { JournalError, type Batch, type Journal, type JournalFault, type SignedHead, type StoredAnswer, type StoredSnapshot } from '../ports/journal.ts';
import type { Stores } from '../ports/stores.ts';

/** A journal for tests: keeps JSON text as a database would, and fails on demand. */
export type MemoryJournal = Journal & {
  /** The rows, as they lie; tests may tamper with them. */
  readonly rows: string[];
  readonly snapshots: { sequence: number; text: string }[];
  readonly signed: SignedHead[];
  /** Number of transactions so far. */
  readonly appends: number;
  /** The next append fails; `after`: having been committed all the same. */
  failNext(fault: JournalFault, when?: 'before' | 'after'): void;
  /** Everything fails, or nothing any more. */
  setDown(fault: JournalFault | null): void;
  /** Appends wait until the returned function is called. */
  hold(): () => void;
  /** Another writer commits this. */
  slipIn(entries: readonly Entry[], answers?: readonly StoredAnswer[]): void;
};

/** `stores`: what `also` is given; without it a batch that has such a part fails. */
export function createMemoryJournal({ stores }: { stores?: Stores } = {}): MemoryJournal {
  const rows: string[] = [];
  const answers = new Map<CommandId, StoredAnswer>();
  const snapshots: { sequence: number; text: string }[] = [];
  const signed: SignedHead[] = [];
  let appends = 0;
  let next: { fault: JournalFault; when: 'before' | 'after' } | null = null;
  let down: JournalFault | null = null;
  let gate: Promise<void> | null = null;

  const entryAt = (index: number) => JSON.parse(rows[index] ?? 'null') as Entry | null;
  const all = () => rows.map((_row, index) => entryAt(index)).filter((entry) => entry !== null);
  const head = () => {
    const last = entryAt(rows.length - 1);
    return last === null ? { sequence: 0, hash: GENESIS_HASH } : { sequence: last.sequence, hash: last.hash };
  };
  const answer = async <Value>(make: () => Value): Promise<Value> => {
    await Promise.resolve();
    if (down !== null) {
      throw new JournalError(down, { cause: 'told to' });
    }
    return make();
  };
  const commit = (batch: Pick<Batch, 'entries' | 'answers'>) => {
    rows.push(...batch.entries.map((entry) => JSON.stringify(entry)));
    for (const stored of batch.answers) {
      answers.set(stored.commandId, stored);
    }
  };

  return {
    rows,
    snapshots,
    signed,
    get appends() {
      return appends;
    },
    failNext(fault, when = 'before') {
      next = { fault, when };
    },
    setDown(fault) {
      down = fault;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return () => {
        gate = null;
        resolve();
      };
    },
    slipIn: (entries, own = []) => commit({ entries, answers: own }),
    head: () => answer(head),
    read: ({ after, limit }) => answer(() => all().filter(({ sequence }) => sequence > after).slice(0, limit)),
    async append(batch) {
      await gate;
      await answer(() => {});
      const told = next;
      next = null;
      if (told?.when === 'before') {
        throw new JournalError(told.fault, { cause: 'told to' });
      }
      const first = batch.entries[0];
      if ((first !== undefined && first.sequence !== head().sequence + 1) || batch.answers.some(({ commandId }) => answers.has(commandId))) {
        throw new JournalError('conflict', { cause: 'the place is taken' });
      }
      for (const also of batch.also) {
        if (stores === undefined) {
          throw new JournalError('failed', { cause: 'this journal was made without stores' });
        }
        await also(stores);
      }
      commit(batch);
      appends += 1;
      if (told?.when === 'after') {
        throw new JournalError(told.fault, { cause: 'told to, after the commit' });
      }
    },
    answerOf: (commandId) => answer(() => answers.get(commandId)),
    forgetAnswersBefore: (at) => answer(() => {
      for (const stored of answers.values()) {
        if (stored.at < at) {
          answers.delete(stored.commandId);
        }
      }
    }),
    latestSnapshot: () => answer(() => snapshots.map(readable).findLast((snapshot) => snapshot !== undefined)),
    putSnapshot: (snapshot) => answer(() => {
      snapshots.push({ sequence: snapshot.position.sequence, text: JSON.stringify(snapshot) });
    }),
    heads: () => answer(() => [...signed]),
    putHead: (signedHead) => answer(() => {
      const former = signed.findIndex(({ day }) => day === signedHead.day);
      signed.splice(former === -1 ? signed.length : former, 1, signedHead);
    }),
    query: ({ filter, subjects, seenFrom, before, limit }) => answer(() => all()
      .filter((entry) => entry.courtCode.startsWith(seenFrom) && entry.sequence < (before ?? Infinity))
      .filter((entry) => filter.names === undefined || filter.names.some((name) => entry.name.startsWith(name)))
      .filter((entry) => subjects === undefined || subjects.includes(entry.subject))
      .filter((entry) => filter.subject === undefined || entry.subject === filter.subject)
      .filter((entry) => filter.actorId === undefined || idsOf(entry).includes(filter.actorId))
      .filter((entry) => filter.courtCode === undefined || entry.courtCode.startsWith(filter.courtCode))
      .filter((entry) => entry.at >= (filter.from ?? -Infinity) && entry.at < (filter.until ?? Infinity))
      .filter((entry) => filter.text === undefined || [JSON.stringify(entry.data), 'name' in entry.actor ? entry.actor.name : '', entry.subject].join('\n').includes(filter.text))
      .toReversed()
      .slice(0, limit)),
    actors: (seenFrom) => answer(() => [...new Map(all()
      .filter((entry) => entry.courtCode.startsWith(seenFrom))
      .flatMap(({ actor }) => (actor.kind === 'person' ? [[actor.userId, { userId: actor.userId, name: actor.name, courtCode: actor.courtCode }] as const] : []))).values()]),
    probe: () => answer(() => {}),
  };
}

function readable({ text }: { text: string }): StoredSnapshot | undefined {
  try {
    return JSON.parse(text) as StoredSnapshot;
  } catch {
    return undefined;
  }
}

function idsOf({ actor }: Entry): string[] {
  switch (actor.kind) {
    case 'person': return [actor.userId];
    case 'unit': return [actor.unitId];
    case 'device': return [actor.deviceId];
    case 'partner': return [actor.partnerId];
    case 'operator':
    case 'hall': return [];
  }
}
