import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { reasonOf } from '../reasonOf.ts';
import { StorageError } from '../storageFolder.ts';

/** Any two numbers that nobody else uses: 'hall', the hall that writes. */
const HALL_LOCK = [0x68616c6c, 1] as const;
const RETRY_MS = 1_000;

/** Says that this process is the hall that writes to a PostgreSQL database. */
export interface HallLock {
  /**
   * Stands in `meta` under `holder`. The lock goes with its connection, so another hall may get in while the server
   * was away; it then puts its own mark there, and what this one appends is refused.
   */
  readonly mark: string;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Errors: StorageError while another process has it. */
export async function createHallLock({ config, name, onTrouble }: {
  readonly config: pg.ClientConfig;
  readonly name: string;
  readonly onTrouble: (error: unknown) => void;
}): Promise<HallLock> {
  const mark = randomUUID();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let client: pg.Client | undefined;

  const take = async (): Promise<boolean> => {
    const fresh = new pg.Client(config);
    fresh.on('error', onTrouble);
    try {
      await fresh.connect();
      const { rows } = await fresh.query<{ locked: boolean }>('select pg_try_advisory_lock($1, $2) as locked', [...HALL_LOCK]);
      if (rows[0]?.locked === true && !closed) {
        client = fresh;
        fresh.once('end', retryLater);
        return true;
      }
      await fresh.end();
      return false;
    } catch (error) {
      fresh.end().catch(onTrouble);
      throw error;
    }
  };
  const retryLater = () => {
    client = undefined;
    if (!closed) {
      timer = setTimeout(() => {
        take().then((locked) => (locked ? undefined : retryLater()), retryLater);
      }, RETRY_MS);
      timer.unref();
    }
  };

  if (!(await take())) {
    throw new StorageError(`另一个大厅正在使用数据库 ${name}，请先停掉它。`);
  }
  try {
    await client?.query(`insert into meta (key, value) values ('holder', $1) on conflict (key) do update set value = excluded.value`, [mark]);
  } catch (cause) {
    closed = true;
    await client?.end();
    throw new StorageError(`数据库 ${name} 不能写入：${reasonOf(cause)}。`, { cause });
  }
  return {
    mark,
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
