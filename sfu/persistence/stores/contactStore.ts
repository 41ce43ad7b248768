import type { Kysely } from 'kysely';
import type { ContactStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';

export function createContactStore(db: Kysely<Tables>): ContactStore {
  return {
    async phoneOf(userId) {
      const row = await db.selectFrom('contacts').select('phone').where('userId', '=', userId).executeTakeFirst();
      return row?.phone ?? null;
    },
    async setPhone(userId, phone) {
      await (phone === null
        ? db.deleteFrom('contacts').where('userId', '=', userId).execute()
        : db.insertInto('contacts').values({ userId, phone }).onConflict((conflict) => conflict.column('userId').doUpdateSet({ phone })).execute());
    },
  };
}
