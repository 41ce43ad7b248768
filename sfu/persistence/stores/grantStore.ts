import type { Kysely } from 'kysely';
import type { GrantStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';

export function createGrantStore(db: Kysely<Tables>): GrantStore {
  return {
    async put(token) {
      await db.insertInto('grantTokens').values(token).onConflict((conflict) => conflict.column('grantId').doUpdateSet({ tokenHash: token.tokenHash, endsAt: token.endsAt })).execute();
    },
    async find(tokenHash) {
      return (await db.selectFrom('grantTokens').select('grantId').where('tokenHash', '=', tokenHash).executeTakeFirst())?.grantId;
    },
    async forgetBefore(at) {
      await db.deleteFrom('grantTokens').where('endsAt', '<', at).execute();
    },
  };
}
