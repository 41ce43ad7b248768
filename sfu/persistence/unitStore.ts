import type { Kysely } from 'kysely';
import type { UnitStore } from '../ports/stores.ts';
import type { Database } from './schema.ts';

export function createUnitStore(db: Kysely<Database>): UnitStore {
  return {
    find: (unitId) => db.selectFrom('units').selectAll().where('unitId', '=', unitId).executeTakeFirst(),
    list: () => db.selectFrom('units').selectAll().orderBy('enrolledAt').orderBy('unitId').execute(),
    async insert(unit) {
      await db.insertInto('units').values(unit).execute();
    },
    async setLastSeen(unitId, lastSeenAt) {
      await db.updateTable('units').set({ lastSeenAt }).where('unitId', '=', unitId).execute();
    },
  };
}
