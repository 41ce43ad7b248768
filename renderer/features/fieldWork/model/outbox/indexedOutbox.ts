import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { unitMemory, type UnitMemory } from '../unitMemory.ts';
import type { ChainHead, OutboxItem } from './outboxItem.ts';
import { StorageError, type OutboxStore } from './outboxStore.ts';

interface Tables extends DBSchema {
  items: { key: number; value: OutboxItem };
  pictures: { key: number; value: Uint8Array<ArrayBuffer> };
  heads: { key: string; value: ChainHead };
  memory: { key: string; value: UnitMemory };
}

const VERSION = 1;
/** How many that were sent stay in the list. */
const KEPT_SENT = 200;
/** A promise that resolved is on the disk, not in a buffer of the system. */
const STRICT = { durability: 'strict' } as const;

/** The outbox in this browser's database, one a hall. Errors: StorageError `unavailable`. */
export async function openIndexedOutbox(hallUrl: string): Promise<OutboxStore> {
  const name = `outbox ${hallUrl}`;
  let database: IDBPDatabase<Tables>;
  try {
    database = await openDB<Tables>(name, VERSION, {
      upgrade(made) {
        made.createObjectStore('items', { keyPath: 'itemId', autoIncrement: true });
        made.createObjectStore('pictures');
        made.createObjectStore('heads');
        made.createObjectStore('memory');
      },
    });
  } catch (cause) {
    throw new StorageError('unavailable', cause);
  }
  await attempt(() => forgetOld(database));
  const channel = new BroadcastChannel(name);
  const listeners = new Set<() => void>();
  const hear = () => listeners.forEach((listener) => listener());
  channel.addEventListener('message', hear);
  const changed = () => {
    // A channel has no origin but its own.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    channel.postMessage('changed');
    hear();
  };
  return {
    items: () => attempt(() => database.getAll('items')),
    headOf: async (unitId) => (await attempt(() => database.get('heads', unitId))) ?? null,
    bytesOf: async (itemId) => (await attempt(() => database.get('pictures', itemId))) ?? null,

    async add(item, report) {
      const added = await attempt(async () => {
        const transaction = database.transaction(['items', 'pictures', 'heads'], 'readwrite', STRICT);
        return whole(transaction, async () => {
          const heads = transaction.objectStore('heads');
          if (report !== null && (await heads.get(item.unitId))?.hash !== report.before?.hash) return false;
          // The key is the store's to make.
          const itemId = await transaction.objectStore('items').add({ ...item, outcome: null } as OutboxItem);
          if (report !== null) {
            await heads.put(report.head, item.unitId);
            if (report.bytes !== null) await transaction.objectStore('pictures').add(report.bytes, itemId);
          }
          return true;
        });
      });
      if (added) changed();
      return added;
    },

    async settle(itemId, outcome) {
      await attempt(async () => {
        const transaction = database.transaction(['items', 'pictures'], 'readwrite', STRICT);
        await whole(transaction, async () => {
          const items = transaction.objectStore('items');
          const item = await items.get(itemId);
          if (item === undefined || item.outcome !== null) return;
          await items.put({ ...item, outcome });
          if (outcome.state === 'sent') await transaction.objectStore('pictures').delete(itemId);
        });
      });
      changed();
    },

    recall: async (unitId) => unitMemory.safeParse(await attempt(() => database.get('memory', unitId))).data ?? null,

    remember: (memory) =>
      attempt(async () => {
        const transaction = database.transaction('memory', 'readwrite', STRICT);
        await whole(transaction, async () => {
          await transaction.store.clear();
          await transaction.store.put(memory, memory.unitId);
        });
      }),

    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    close() {
      listeners.clear();
      channel.close();
      database.close();
    },
  };
}

async function forgetOld(database: IDBPDatabase<Tables>): Promise<void> {
  const sent = (await database.getAll('items')).filter(({ outcome }) => outcome?.state === 'sent');
  await Promise.all(sent.slice(0, -KEPT_SENT).map(({ itemId }) => database.delete('items', itemId)));
}

/** Resolves once the transaction is over; a full device may say so only then. */
async function whole<Value>(transaction: { readonly done: Promise<void> }, work: () => Promise<Value>): Promise<Value> {
  const [value] = await Promise.all([work(), transaction.done]);
  return value;
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    const name = cause instanceof DOMException || cause instanceof Error ? cause.name : '';
    throw new StorageError(name === 'QuotaExceededError' ? 'full' : 'unavailable', cause);
  }
}
