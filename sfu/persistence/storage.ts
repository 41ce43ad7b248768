import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Journal } from '../ports/journal.ts';
import type { Stores } from '../ports/stores.ts';
import type { TaskLedgerStore } from '../ports/taskLedger.ts';
import type { Dialect } from './database/database.ts';
import { hallIdOf, openDatabase } from './database/openDatabase.ts';
import { guard, guardStores } from './guarded.ts';
import { createJournal } from './journal.ts';
import { createTaskLedgerStore } from './ledger/taskLedgerStore.ts';
import { reasonOf } from './reasonOf.ts';
import { prepareStorageFolder, StorageError } from './storageFolder.ts';
import { createStores } from './stores/createStores.ts';

/** Where everything is kept that must survive: a folder (keys, certificates) and a database. */
export interface Storage {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Made once for this database; tokens are valid for it alone. */
  readonly hallId: string;
  readonly dialect: Dialect;
  readonly journal: Journal;
  /** Each call a transaction of its own. */
  readonly stores: Stores;
  readonly taskLedger: TaskLedgerStore;
  /** Idempotent. */
  close(): Promise<void>;
}

export type StorageOptions = {
  readonly storageDir: string;
  /** `postgres://…`; null for the SQLite file in the folder. */
  readonly databaseUrl: string | null;
  /** Changes nothing and makes nothing; works beside a running hall. */
  readonly readOnly?: boolean;
  /** For the hall: refused while another process holds the database so. */
  readonly exclusive?: boolean;
  /** Told of connections that were lost while nobody used them. */
  readonly log?: Pick<Logger, 'warn'>;
};

const TROUBLE_TOLD_EVERY_MS = 10_000;

/** Opens (or makes) folder and database. Errors: StorageError. */
export async function openStorage({ storageDir, databaseUrl, readOnly = false, exclusive = false, log }: StorageOptions): Promise<Storage> {
  const folder = readOnly ? existingFolder(storageDir) : prepareStorageFolder(storageDir);
  const onTrouble = troubleTeller(log);
  const database = await openDatabase({ folder, databaseUrl, readOnly, onTrouble });
  try {
    const mark = exclusive ? await database.claim() : null;
    return {
      folder,
      hallId: await hallIdOf(database.db),
      dialect: database.dialect,
      journal: createJournal(database, { mark }),
      stores: guardStores(createStores(database.db), database),
      taskLedger: guard(createTaskLedgerStore(database.db), database),
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** A server that goes away takes all connections with it: that is said once. */
function troubleTeller(log: StorageOptions['log']): (error: unknown) => void {
  let toldAt = -Infinity;
  return (error) => {
    if (performance.now() - toldAt >= TROUBLE_TOLD_EVERY_MS) {
      toldAt = performance.now();
      // Not the error itself: the driver hangs the connection on it, with all its settings.
      log?.warn({ reason: reasonOf(error) }, 'connections to the database were lost');
    }
  };
}

function existingFolder(storageDir: string): string {
  const folder = path.resolve(storageDir);
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return folder;
  } catch (cause) {
    throw new StorageError(`存储目录 ${folder} 不能读取：${reasonOf(cause)}。请检查 HALL_STORAGE_DIR。`, { cause });
  }
}
