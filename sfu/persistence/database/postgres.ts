import pg from 'pg';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, type PostgresQueryResult } from 'kysely';
import { reasonOf } from '../reasonOf.ts';
import { StorageError } from '../storageFolder.ts';
import type { Database } from './database.ts';
import { isAway, postgresFault } from './faults.ts';
import { createHallLock, type HallLock } from './hallLock.ts';
import type { Tables } from './tables.ts';

const CONNECTIONS = 4;
const CONNECT_WITHIN_MS = 3_000;
/** The server gives a statement up after this; nothing the hall asks for takes as long. */
const STATEMENT_WITHIN_MS = 4_000;
/** The driver gives up a server that does not even answer that it gave up. */
const ANSWER_WITHIN_MS = 5_000;
/** `int8`; sequences and times fit into a number. */
const INT8 = 20;
/** Any two numbers that nobody else uses: 'hall', schema change. */
const SCHEMA_LOCK = [0x68616c6c, 2] as const;

/** What people may read of a database's address. */
export function addressWithoutSecrets(databaseUrl: string): string {
  // A password may hold any sign, in an address that was written carelessly: all up to the last @ goes.
  return databaseUrl.replace(/^([a-z]+:\/\/)([^:@]*).*@/is, '$1$2@').replace(/\?.*$/s, '');
}

/** Opens a pool of connections. Errors: StorageError when the server cannot be reached or keeps text in another way than UTF-8. */
export async function openPostgres({ databaseUrl, readOnly, onTrouble }: {
  readonly databaseUrl: string;
  readonly readOnly: boolean;
  /** A connection was lost while nobody used it. */
  readonly onTrouble: (error: unknown) => void;
}): Promise<Database> {
  const config = clientConfig(databaseUrl);
  // The pool waits for what this answers; the types do not say so.
  const onConnect = async (client: pg.ClientBase): Promise<void> => {
    // Without a listener a connection that dies in the middle of a transaction would end the process.
    client.on('error', onTrouble);
    await client.query(sessionSettings(readOnly));
  };
  // Commands are few at night; a connection that is kept (no idle timeout) answers the first of them as fast.
  const options = { ...config, max: CONNECTIONS, idleTimeoutMillis: 0, onConnect };
  const pool = new pg.Pool(options);
  pool.on('error', onTrouble);
  const name = addressWithoutSecrets(databaseUrl);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardedPool(pool) }) });
  let lock: HallLock | undefined;
  let closing: Promise<void> | undefined;
  const close = async () => {
    await lock?.close();
    await pool.end();
  };
  try {
    await checkServer(pool, name);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    dialect: 'postgres',
    db,
    name,
    faultOf: postgresFault,
    alone: (change) => alone(pool, change),
    async claim() {
      lock ??= await createHallLock({ config, name, onTrouble });
      return lock.mark;
    },
    close: () => (closing ??= close()),
  };
}

function clientConfig(databaseUrl: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: 'command-hall',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
    keepAlive: true,
    types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format)) as never },
  };
}

function sessionSettings(readOnly: boolean): string {
  return [
    `set statement_timeout = ${STATEMENT_WITHIN_MS}`,
    `set lock_timeout = ${STATEMENT_WITHIN_MS}`,
    `set idle_in_transaction_session_timeout = ${2 * STATEMENT_WITHIN_MS}`,
    ...(readOnly ? ['set default_transaction_read_only = on'] : []),
    // An acknowledged entry is on the disk, whatever the server's default; a server that waits for its copies goes on doing so.
    `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') not in ('on', 'remote_apply')`,
  ].join(';');
}

async function checkServer(pool: pg.Pool, name: string): Promise<void> {
  try {
    const { rows } = await pool.query<{ encoding: string }>(`select current_setting('server_encoding') as encoding`);
    if (rows[0]?.encoding !== 'UTF8') {
      throw new StorageError(`数据库 ${name} 的编码是 ${rows[0]?.encoding}，请另建一个 UTF8 编码的数据库。`);
    }
  } catch (cause) {
    if (cause instanceof StorageError) {
      throw cause;
    }
    throw new StorageError(`数据库 ${name} 无法打开：${reasonOf(cause)}。`, { cause });
  }
}

async function alone(pool: pg.Pool, change: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1, $2)', [...SCHEMA_LOCK]);
    await change();
  } finally {
    // Gives the lock back by ending the connection: that cannot fail.
    client.release(true);
  }
}

/** A connection that no longer answers is not used again: not for a rollback, and not by the next who asks for one. */
function guardedPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => guardedClient(await pool.connect()),
  };
}

function guardedClient(client: pg.PoolClient): PostgresPoolClient {
  let lost: { readonly error: unknown } | undefined;
  const query = async <Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> => {
    if (lost !== undefined) {
      throw lost.error;
    }
    try {
      return (await client.query(text, [...parameters])) as unknown as PostgresQueryResult<Row>;
    } catch (error) {
      if (isAway(error)) {
        lost = { error };
      }
      throw error;
    }
  };
  return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy === true || lost !== undefined) };
}
