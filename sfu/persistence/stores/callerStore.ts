import type { Kysely } from 'kysely';
import type { CallerStore } from '../../ports/stores.ts';
import { chunksOf } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { keepable } from './keepable.ts';

export function createCallerStore(db: Kysely<Tables>): CallerStore {
  return {
    find: (callId) => db.selectFrom('callers').select(['name', 'phone']).where('callId', '=', callId).executeTakeFirst(),
    async put({ callId, name, phone }) {
      const columns = { name: keepable(name), phone: keepable(phone) };
      await db.insertInto('callers').values({ callId, ...columns }).onConflict((conflict) => conflict.column('callId').doUpdateSet(columns)).execute();
    },
    async erase(callIds) {
      for (const chunk of chunksOf(callIds)) {
        await db.deleteFrom('callers').where('callId', 'in', chunk).execute();
      }
    },
  };
}
