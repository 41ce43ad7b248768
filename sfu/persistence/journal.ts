import { sql, type Kysely } from 'kysely';
import { hallSnapshot } from '#protocol/nouns/hall.ts';
import { GENESIS_HASH, type Entry, type LogPosition } from '#protocol/nouns/log.ts';
import { JournalError, type Batch, type Journal, type StoredSnapshot } from '../ports/journal.ts';
import { createActorBook, readActors } from './entries/actorBook.ts';
import { chunksOf, transact, type Database } from './database/database.ts';
import type { Tables } from './database/tables.ts';
import { queryEntries } from './entries/entryQuery.ts';
import { entryOf, rowOf } from './entries/entryRows.ts';
import { asJournalError, guard, guardStores } from './guarded.ts';
import { createStores } from './stores/createStores.ts';

const SNAPSHOTS_KEPT = 3;
/** Bytes that a probe writes: a disk that takes one page may still not take a batch. */
const PROBE_BYTES = 16_384;

/** `mark` stands in `meta` as long as no other hall has taken the database; null where that cannot happen. */
export function createJournal(database: Database, { mark }: { readonly mark: string | null }): Journal {
  const { db } = database;
  const actors = createActorBook();

  const methods: Journal = {
    head: () => readHead(db),
    async read({ after, limit }) {
      const rows = await db.selectFrom('entries').selectAll().where('sequence', '>', after).orderBy('sequence').limit(limit).execute();
      return rows.map(entryOf);
    },
    async append(batch) {
      const written = await transact(db, async (transaction) => {
        await checkPlace(transaction, batch.entries, mark);
        await insertEntries(transaction, batch.entries);
        const remember = await actors.write(transaction, batch.entries);
        for (const chunk of chunksOf(batch.answers)) {
          await transaction.insertInto('answers').values(chunk).execute();
        }
        await runAlso(transaction, batch.also);
        return remember;
      });
      written();
    },
    answerOf: (commandId) => db.selectFrom('answers').selectAll().where('commandId', '=', commandId).executeTakeFirst(),
    async forgetAnswersBefore(at) {
      await db.deleteFrom('answers').where('at', '<', at).execute();
    },
    latestSnapshot: () => readSnapshot(db),
    putSnapshot: ({ position, state }) => transact(db, async (transaction) => {
      const columns = { hash: position.hash, state: JSON.stringify(state) };
      await transaction.insertInto('snapshots').values({ sequence: position.sequence, ...columns })
        .onConflict((conflict) => conflict.column('sequence').doUpdateSet(columns))
        .execute();
      const kept = transaction.selectFrom('snapshots').select('sequence').orderBy('sequence', 'desc').limit(SNAPSHOTS_KEPT);
      await transaction.deleteFrom('snapshots').where('sequence', 'not in', kept).execute();
    }),
    heads: () => db.selectFrom('heads').selectAll().orderBy('day').execute(),
    async putHead(head) {
      const { day, ...columns } = head;
      await db.insertInto('heads').values({ day, ...columns }).onConflict((conflict) => conflict.column('day').doUpdateSet(columns)).execute();
    },
    query: (options) => queryEntries(db, options),
    actors: (seenFrom) => readActors(db, seenFrom),
    async probe() {
      const value = `${Date.now()}`.padEnd(PROBE_BYTES, '.');
      await db.insertInto('meta').values({ key: 'probe', value }).onConflict((conflict) => conflict.column('key').doUpdateSet({ value })).execute();
    },
  };
  return guard(methods, database);

  /** What a store could not do must not be passed over: PostgreSQL has given the transaction up by then. */
  async function runAlso(transaction: Kysely<Tables>, also: Batch['also']): Promise<void> {
    if (also.length === 0) {
      return;
    }
    let failure: Error | undefined;
    const stores = guardStores(createStores(transaction), database, (error) => {
      failure ??= error;
    });
    for (const run of also) {
      await run(stores);
    }
    if (failure !== undefined) {
      throw asJournalError(failure, database);
    }
  }
}

/** Inserts rows and nothing else; their place must have been checked. */
export async function insertEntries(db: Kysely<Tables>, entries: readonly Entry[]): Promise<void> {
  for (const chunk of chunksOf(entries)) {
    await db.insertInto('entries').values(chunk.map(rowOf)).execute();
  }
}

async function readHead(db: Kysely<Tables>): Promise<LogPosition> {
  const row = await db.selectFrom('entries').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  return row ?? { sequence: 0, hash: GENESIS_HASH };
}

/**
 * The key refuses a sequence that is taken; this refuses one that leaves a gap or follows another history (a copy of the
 * database that had fallen behind was put in its place), and a hall whose place another one has taken.
 */
async function checkPlace(db: Kysely<Tables>, entries: readonly Entry[], mark: string | null): Promise<void> {
  const [first] = entries;
  if (first === undefined) {
    return;
  }
  const { rows: [there] } = await sql<{ head: number | null; hash: string | null; holder: string | null }>`
    select (select max(sequence) from entries) as head,
      (select hash from entries where sequence = ${first.sequence - 1}) as hash,
      (select value from meta where key = 'holder') as holder`.execute(db);
  const follows = (there?.head ?? 0) === first.sequence - 1 && (there?.hash ?? GENESIS_HASH) === first.previousHash;
  if (!follows) {
    throw new JournalError('conflict', { cause: new Error(`entry ${first.sequence} does not follow the head, which is ${there?.head ?? 0}`) });
  }
  if (mark !== null && there?.holder !== mark) {
    throw new JournalError('conflict', { cause: new Error('another hall has taken over the database') });
  }
}

/** The newest that this program can read. */
async function readSnapshot(db: Kysely<Tables>): Promise<StoredSnapshot | undefined> {
  const rows = await db.selectFrom('snapshots').selectAll().orderBy('sequence', 'desc').execute();
  for (const { sequence, hash, state } of rows) {
    const parsed = hallSnapshot.safeParse(JSON.parse(state));
    if (parsed.success) {
      return { position: { sequence, hash }, state: parsed.data };
    }
  }
  return undefined;
}
