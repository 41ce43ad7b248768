import { chmodSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Logger } from 'pino';
import type { JournalFault } from '../../ports/journal.ts';
import type { TrackStore } from '../../ports/tracks.ts';
import { sqliteFault } from '../database/faults.ts';
import { openPostgres } from '../database/postgres.ts';
import { guard } from '../guarded.ts';
import { reasonOf } from '../reasonOf.ts';
import { StorageError } from '../storageFolder.ts';
import { createTrackStore } from './trackStore.ts';
import { makeTracks, type TrackTables } from './trackTables.ts';

/** Beside the log's file, so that neither waits for the other. */
export const TRACKS_FILE = 'tracks.sqlite';
/** A block is large; what is read of them is seldom read twice. */
const CACHE_KIB = 8_000;

type Opened = { readonly db: Kysely<TrackTables>; faultOf(error: unknown): JournalFault; close(): Promise<void> };

/**
 * Opens the tracks: a file of their own in the folder, or the PostgreSQL that `openStorage` has brought up to date before, by connections
 * of their own. What was written last may be lost in a power cut, never in a kill. Errors: StorageError.
 */
export async function openTrackStore({ folder, databaseUrl, log }: { readonly folder: string; readonly databaseUrl: string | null; readonly log?: Pick<Logger, 'warn'> }): Promise<TrackStore> {
  const opened = databaseUrl === null ? await openFile(path.join(folder, TRACKS_FILE)) : await openServer(databaseUrl, log);
  let closing: Promise<void> | undefined;
  return { ...guard(createTrackStore(opened.db), opened), close: () => (closing ??= opened.close()) };
}

async function openServer(databaseUrl: string, log: Pick<Logger, 'warn'> | undefined): Promise<Opened> {
  const server = await openPostgres({ databaseUrl, readOnly: false, onTrouble: (error) => log?.warn({ reason: reasonOf(error) }, 'a connection for tracks was lost') });
  return { db: server.db.withTables<TrackTables>(), faultOf: (error) => server.faultOf(error), close: () => server.close() };
}

async function openFile(file: string): Promise<Opened> {
  let db: Kysely<TrackTables> | undefined;
  try {
    const sqlite = new SqliteDatabase(file);
    db = new Kysely<TrackTables>({ dialect: new SqliteDialect({ database: sqlite }) });
    const opened = db;
    chmodSync(file, 0o600);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma(`cache_size = -${CACHE_KIB}`);
    const migrations = { '0001-tracks': { up: (empty: Kysely<unknown>) => makeTracks(empty, 'sqlite') } };
    const { error } = await new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } }).migrateToLatest();
    if (error !== undefined) {
      throw error;
    }
    return { db: opened, faultOf: (fault) => sqliteFault(fault, file), close: () => opened.destroy() };
  } catch (cause) {
    await db?.destroy();
    throw new StorageError(`轨迹数据库 ${file} 无法打开：${reasonOf(cause)}。`, { cause });
  }
}
