import type { Kysely } from 'kysely';
import type { PartyStore } from '../../ports/stores.ts';
import { chunksOf } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { keepable } from './keepable.ts';

export function createPartyStore(db: Kysely<Tables>): PartyStore {
  return {
    find: (partyId) => db.selectFrom('parties').select(['name', 'idNumber', 'phone', 'address']).where('partyId', '=', partyId).executeTakeFirst(),
    async put(partyId, { name, idNumber, phone, address }) {
      const columns = { name: keepable(name), idNumber: keepable(idNumber), phone: keepable(phone), address: keepable(address) };
      await db.insertInto('parties').values({ partyId, ...columns }).onConflict((conflict) => conflict.column('partyId').doUpdateSet(columns)).execute();
    },
    async erase(partyIds) {
      for (const chunk of chunksOf(partyIds)) {
        await db.deleteFrom('parties').where('partyId', 'in', chunk).execute();
      }
    },
  };
}
