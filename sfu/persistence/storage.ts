import { randomUUIDv7 } from 'node:crypto';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { FeedStore, TokenStore, UnitStore, WallStore } from '../ports/stores.ts';
import { createFeedStore } from './feedStore.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Database } from './schema.ts';
import { prepareStorageFolder, StorageError } from './storageFolder.ts';
import { createTokenStore } from './tokenStore.ts';
import { createUnitStore } from './unitStore.ts';
import { createWallStore } from './wallStore.ts';

const BUSY_TIMEOUT_MS = 5_000;
const BUSY_RETRY_MS = 20;

/** The storage folder, open. */
export interface Storage {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Made once for this folder; tokens are valid for it alone. */
  readonly hallId: string;
  readonly units: UnitStore;
  readonly tokens: TokenStore;
  readonly feeds: FeedStore;
  readonly wall: WallStore;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Opens (or makes) the storage folder and brings its tables up to date. Errors: StorageError. */
export async function openStorage(storageDir: string): Promise<Storage> {
  const folder = prepareStorageFolder(storageDir);
  const sqlite = openDatabase(path.join(folder, 'hall.sqlite'));
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  try {
    await alone(sqlite, () => migrate(db));
    return {
      folder,
      hallId: await hallIdOf(db),
      units: createUnitStore(db),
      tokens: createTokenStore(db),
      feeds: createFeedStore(db),
      wall: createWallStore(db),
      close: () => db.destroy(),
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function openDatabase(file: string): InstanceType<typeof SqliteDatabase> {
  try {
    const sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
    sqlite.pragma('journal_mode = WAL');
    // What was acknowledged must survive a power cut, not only a kill.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    chmodSync(file, 0o600);
    return sqlite;
  } catch (cause) {
    throw new StorageError(`database ${file} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/**
 * Runs a change of the schema in one transaction that no other process can start beside it: a kill leaves the old schema.
 * Waits without blocking this process's loop.
 */
async function alone(sqlite: InstanceType<typeof SqliteDatabase>, change: () => Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + BUSY_TIMEOUT_MS;
  sqlite.pragma('busy_timeout = 0');
  while (!begin(sqlite)) {
    if (Date.now() > giveUpAt) {
      throw new StorageError('the tables cannot be brought up to date: another process holds the database');
    }
    await setTimeout(BUSY_RETRY_MS);
  }
  sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  try {
    await change();
    sqlite.exec('COMMIT');
  } catch (error) {
    sqlite.exec('ROLLBACK');
    throw error;
  }
}

function begin(sqlite: InstanceType<typeof SqliteDatabase>): boolean {
  try {
    sqlite.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      return false;
    }
    throw error;
  }
}

async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new StorageError(`the tables cannot be brought up to date: ${error instanceof Error ? error.message : 'unknown reason'}`, { cause: error });
  }
}

async function hallIdOf(db: Kysely<Database>): Promise<string> {
  await db.insertInto('meta').values({ key: 'hallId', value: randomUUIDv7() })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const { value } = await db.selectFrom('meta').select('value').where('key', '=', 'hallId').executeTakeFirstOrThrow();
  return value;
}
