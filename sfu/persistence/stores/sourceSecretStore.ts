import type { Kysely } from 'kysely';
import type { SourceSecretStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';

export function createSourceSecretStore(db: Kysely<Tables>): SourceSecretStore {
  return {
    async find(sourceId) {
      return (await db.selectFrom('sourceSecrets').select('sealed').where('sourceId', '=', sourceId).executeTakeFirst())?.sealed;
    },
    async put(sourceId, sealed) {
      await db.insertInto('sourceSecrets').values({ sourceId, sealed }).onConflict((conflict) => conflict.column('sourceId').doUpdateSet({ sealed })).execute();
    },
    async erase(sourceId) {
      await db.deleteFrom('sourceSecrets').where('sourceId', '=', sourceId).execute();
    },
  };
}
