import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect, SqliteDriver, type DatabaseConnection, type SqliteDatabase as SqliteDatabaseOfKysely } from 'kysely';
import { reasonOf } from '../reasonOf.ts';
import { StorageError } from '../storageFolder.ts';
import type { Database } from './database.ts';
import { sqliteFault } from './faults.ts';
import type { Tables } from './tables.ts';

type Sqlite = InstanceType<typeof SqliteDatabase>;

/** The hall is the only writer, so there is hardly ever anything to wait for. */
const BUSY_TIMEOUT_MS = 2_000;
const ALONE_WITHIN_MS = 5_000;
const BUSY_RETRY_MS = 20;
/** More than the hall has; an audit's many shapes of question must not fill the memory. */
const KEPT_STATEMENTS = 500;

/** Name of the database's file in the storage folder. */
export const DATABASE_FILE = 'hall.sqlite';
const LOCK_FILE = 'hall.lock';

/** Opens the file in the storage folder, or makes it unless it is to be read only. Errors: StorageError. */
export function openSqlite({ folder, readOnly }: { readonly folder: string; readonly readOnly: boolean }): Database {
  const file = path.join(folder, DATABASE_FILE);
  const sqlite = openFile(file, readOnly);
  const db = new Kysely<Tables>({ dialect: new HallSqliteDialect(sqlite, { readOnly }) });
  let lock: Sqlite | undefined;
  return {
    dialect: 'sqlite',
    db,
    name: file,
    faultOf: (error) => sqliteFault(error, file),
    alone: (change) => alone(sqlite, change),
    async claim() {
      lock ??= lockFolder(folder);
      return null;
    },
    async close() {
      await db.destroy();
      // Kysely leaves alone what it never used.
      sqlite.close();
      lock?.close();
    },
  };
}

function openFile(file: string, readOnly: boolean): Sqlite {
  if (readOnly && !existsSync(file)) {
    throw new StorageError(`没有数据库 ${file}：大厅从未在这里启动过。请检查 HALL_STORAGE_DIR 与 DATABASE_URL。`);
  }
  try {
    const sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS, readonly: readOnly });
    if (!readOnly) {
      sqlite.pragma('journal_mode = WAL');
      // What was acknowledged must survive a power cut, not only a kill.
      sqlite.pragma('synchronous = FULL');
      chmodSync(file, 0o600);
    }
    sqlite.pragma('cache_size = -32000');
    return sqlite;
  } catch (cause) {
    throw new StorageError(`数据库 ${file} 无法打开：${reasonOf(cause)}。`, { cause });
  }
}

/** A lock that the system lets go of when the process dies: a transaction, never ended, on a file of its own. */
export function lockFolder(folder: string): Sqlite {
  const file = path.join(folder, LOCK_FILE);
  let lock: Sqlite | undefined;
  try {
    lock = new SqliteDatabase(file, { timeout: 0 });
    chmodSync(file, 0o600);
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock?.close();
    if (isBusy(cause)) {
      throw new StorageError(`另一个大厅正在使用存储目录 ${folder}，请先停掉它。`, { cause });
    }
    throw new StorageError(`存储目录 ${folder} 无法锁定：${reasonOf(cause)}。`, { cause });
  }
}

/**
 * Runs a change of the schema in one transaction that no other process can start beside it: a kill leaves the old schema.
 * Waits without blocking this process's loop.
 */
async function alone(sqlite: Sqlite, change: () => Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + ALONE_WITHIN_MS;
  while (!begin(sqlite)) {
    if (Date.now() > giveUpAt) {
      throw new StorageError('数据库正被另一个程序占用，无法升级，请先停掉它。');
    }
    await setTimeout(BUSY_RETRY_MS);
  }
  try {
    await change();
    sqlite.exec('COMMIT');
  } catch (error) {
    if (sqlite.inTransaction) {
      sqlite.exec('ROLLBACK');
    }
    throw error;
  }
}

/** False while another process writes; does not wait for it. */
function begin(sqlite: Sqlite): boolean {
  sqlite.pragma('busy_timeout = 0');
  try {
    sqlite.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (isBusy(error)) {
      return false;
    }
    throw error;
  } finally {
    sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** Statements that come again are not prepared again, which would take longer than most of them do. */
function keepingStatements(sqlite: Sqlite): SqliteDatabaseOfKysely {
  const kept = new Map<string, ReturnType<Sqlite['prepare']>>();
  return {
    close: () => sqlite.close(),
    prepare(sql) {
      const known = kept.get(sql);
      if (known !== undefined && !known.busy) {
        return known;
      }
      const statement = sqlite.prepare(sql);
      if (known === undefined && kept.size < KEPT_STATEMENTS) {
        kept.set(sql, statement);
      }
      return statement;
    },
  };
}

class HallSqliteDialect extends SqliteDialect {
  readonly #sqlite: Sqlite;
  readonly #readOnly: boolean;

  constructor(sqlite: Sqlite, { readOnly }: { readonly readOnly: boolean }) {
    super({ database: sqlite });
    this.#sqlite = sqlite;
    this.#readOnly = readOnly;
  }

  override createDriver(): SqliteDriver {
    return this.#readOnly ? new SqliteDriver({ database: this.#sqlite }) : new HallSqliteDriver(this.#sqlite);
  }
}

class HallSqliteDriver extends SqliteDriver {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    super({ database: keepingStatements(sqlite) });
    this.#sqlite = sqlite;
  }

  /** For writing from the beginning: what it reads cannot be overtaken by another process then. */
  override async beginTransaction(): Promise<void> {
    const giveUpAt = Date.now() + BUSY_TIMEOUT_MS;
    while (!begin(this.#sqlite)) {
      if (Date.now() > giveUpAt) {
        throw new SqliteDatabase.SqliteError('database is locked', 'SQLITE_BUSY');
      }
      await setTimeout(BUSY_RETRY_MS);
    }
  }

  /** A full disk ends the transaction by itself; rolling back then would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#sqlite.inTransaction) {
      await super.rollbackTransaction(connection);
    }
  }
}
