import { randomUUIDv7 } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { reasonOf } from '../reasonOf.ts';
import { StorageError } from '../storageFolder.ts';
import type { Database } from './database.ts';
import { migrationsFor } from './migrations.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

export type DatabaseOptions = {
  /** Absolute path of the storage folder, which is there. */
  readonly folder: string;
  /** PostgreSQL; null for the file in the storage folder. */
  readonly databaseUrl: string | null;
  /** Changes nothing, not even the tables, and works beside a running hall. */
  readonly readOnly: boolean;
  readonly onTrouble: (error: unknown) => void;
};

/** Opens the database and brings its tables up to date (or, read-only, checks that they are). Errors: StorageError. */
export async function openDatabase({ folder, databaseUrl, readOnly, onTrouble }: DatabaseOptions): Promise<Database> {
  const database = databaseUrl === null ? openSqlite({ folder, readOnly }) : await openPostgres({ databaseUrl, readOnly, onTrouble });
  try {
    if (!readOnly) {
      await database.alone(() => migrate(database));
    }
    await checkTables(database);
    return database;
  } catch (cause) {
    await database.close();
    throw cause instanceof StorageError ? cause : cannot('打开', database, cause);
  }
}

/** Made once for a database; tokens are valid for it alone. */
export async function hallIdOf(db: Kysely<Tables>): Promise<string> {
  const kept = await db.selectFrom('meta').select('value').where('key', '=', 'hallId').executeTakeFirst();
  if (kept !== undefined) {
    return kept.value;
  }
  await db.insertInto('meta').values({ key: 'hallId', value: randomUUIDv7() })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return hallIdOf(db);
}

async function migrate(database: Database): Promise<void> {
  await refuseForeignTables(database);
  const migrator = new Migrator({ db: database.db, provider: { getMigrations: () => Promise.resolve(migrationsFor(database.dialect)) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw cannot('升级', database, error);
  }
}

async function checkTables(database: Database): Promise<void> {
  await refuseForeignTables(database);
  const done = new Set(await stepsDone(database.db));
  if (Object.keys(migrationsFor(database.dialect)).some((step) => !done.has(step))) {
    throw new StorageError(`数据库 ${database.name} 还没有建好或升级：请先用这个数据库启动一次大厅。`);
  }
}

/** Steps that this program does not know: made before the log was, or by a newer program. */
async function refuseForeignTables(database: Database): Promise<void> {
  const known = migrationsFor(database.dialect);
  const foreign = (await stepsDone(database.db)).find((step) => !Object.hasOwn(known, step));
  if (foreign !== undefined) {
    throw new StorageError(`数据库 ${database.name} 是由本程序的另一个版本建立的（${foreign}）：请改用那个版本，或把数据库移走。`);
  }
}

async function stepsDone(db: Kysely<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) {
    return [];
  }
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}

function cannot(what: string, database: Database, cause: unknown): StorageError {
  return new StorageError(`数据库 ${database.name} 无法${what}：${reasonOf(cause)}。`, { cause });
}
