import type { Kysely } from 'kysely';
import type { SigningKeyStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';

export function createSigningKeyStore(db: Kysely<Tables>): SigningKeyStore {
  return {
    find: (keyId) => db.selectFrom('signingKeys').selectAll().where('keyId', '=', keyId).executeTakeFirst(),
    currentOf: (userId) => db.selectFrom('signingKeys').selectAll().where('userId', '=', userId).where('revokedAt', 'is', null).executeTakeFirst(),
    async put({ keyId, ...columns }) {
      await db.insertInto('signingKeys').values({ keyId, ...columns }).onConflict((conflict) => conflict.column('keyId').doUpdateSet(columns)).execute();
    },
  };
}
