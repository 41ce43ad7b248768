import type { Kysely, Transaction } from 'kysely';
import type { JournalFault } from '../../ports/journal.ts';
import type { Tables } from './tables.ts';

export type Dialect = 'sqlite' | 'postgres';

/** A database that is open: SQLite's file or a pool of PostgreSQL connections. */
export interface Database {
  readonly dialect: Dialect;
  readonly db: Kysely<Tables>;
  /** For people, without password. */
  readonly name: string;
  /** What an error of the driver means for the journal. */
  faultOf(error: unknown): JournalFault;
  /** Runs a change of the schema that no other process makes at the same time. Errors: StorageError. */
  alone(change: () => Promise<void>): Promise<void>;
  /**
   * Says that this process is the hall that writes here. Answers a mark that stands in `meta` under `holder` for as long as nobody
   * else said so after it; null where the lock cannot be lost. Errors: StorageError while another process is it.
   */
  claim(): Promise<string | null>;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * One transaction; all or nothing. What the work threw is thrown on even when the connection died and even the
 * rollback fails (the driver would report that instead).
 */
export async function transact<Result>(db: Kysely<Tables>, work: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result> {
  let failure: { readonly error: unknown } | undefined;
  try {
    return await db.transaction().execute(async (transaction) => {
      try {
        return await work(transaction);
      } catch (error) {
        failure = { error };
        throw error;
      }
    });
  } catch (error) {
    throw failure === undefined ? error : failure.error;
  }
}

/** Part of whatever transaction this is bound to, else one of its own. */
export function within<Result>(db: Kysely<Tables>, work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? work(db) : transact(db, work);
}

/** Pieces small enough for the number of variables that one statement may have (65,535 in PostgreSQL, 32,766 in SQLite). */
export function chunksOf<Item>(items: readonly Item[], size = 500): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
