import type { Kysely } from 'kysely';
import type { TokenStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';
import { keepable } from './keepable.ts';

export function createTokenStore(db: Kysely<Tables>): TokenStore {
  return {
    find: (tokenId) => db.selectFrom('tokens').selectAll().where('tokenId', '=', tokenId).executeTakeFirst(),
    async insert({ clientName, remoteAddress, ...token }) {
      await db.insertInto('tokens').values({ ...token, clientName: keepable(clientName), remoteAddress: keepable(remoteAddress) }).execute();
    },
    async revoke(holder, at, except) {
      let update = db.updateTable('tokens').set({ revokedAt: at })
        .where((where) => where.and(holder))
        .where('revokedAt', 'is', null)
        .where('expiresAt', '>', at);
      if (except !== undefined) {
        update = update.where('tokenId', '!=', except);
      }
      const revoked = await update.returning('tokenId').execute();
      return revoked.map(({ tokenId }) => tokenId);
    },
    signedIn: (at) => db.selectFrom('tokens').selectAll()
      .where('userId', 'is not', null)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', at)
      .orderBy('issuedAt')
      .orderBy('tokenId')
      .execute(),
    async hasSignedIn(userId, remoteAddress) {
      const found = await db.selectFrom('tokens').select('tokenId').where('userId', '=', userId).where('remoteAddress', '=', keepable(remoteAddress)).limit(1).executeTakeFirst();
      return found !== undefined;
    },
    async forgetBefore(at) {
      await db.deleteFrom('tokens').where((where) => where.or([where('expiresAt', '<', at), where('revokedAt', '<', at)])).execute();
    },
  };
}
