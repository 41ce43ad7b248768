import type { Kysely } from 'kysely';
import type { SightingStore } from '../../ports/stores.ts';
import { chunksOf, within } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';

export function createSightingStore(db: Kysely<Tables>): SightingStore {
  return {
    list: () => db.selectFrom('sightings').selectAll().orderBy('unitId').execute(),
    async put(sightings) {
      // One row may be written once in a statement.
      const rows = [...new Map(sightings.map(({ unitId, lastSeenAt }) => [unitId, { unitId, lastSeenAt }])).values()];
      if (rows.length === 0) {
        return;
      }
      await within(db, async (bound) => {
        for (const chunk of chunksOf(rows)) {
          await bound.insertInto('sightings').values(chunk)
            .onConflict((conflict) => conflict.column('unitId').doUpdateSet((set) => ({ lastSeenAt: set.ref('excluded.lastSeenAt') })))
            .execute();
        }
      });
    },
  };
}
