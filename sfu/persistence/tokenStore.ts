import type { Kysely } from 'kysely';
import type { TokenStore } from '../ports/stores.ts';
import type { Database } from './schema.ts';

export function createTokenStore(db: Kysely<Database>): TokenStore {
  return {
    find: (tokenId) => db.selectFrom('tokens').selectAll().where('tokenId', '=', tokenId).executeTakeFirst(),
    list: () => db.selectFrom('tokens').selectAll().orderBy('issuedAt').orderBy('tokenId').execute(),
    async insert(token) {
      await db.insertInto('tokens').values(token).execute();
    },
    async revoke(id, at) {
      const result = await db.updateTable('tokens').set({ revokedAt: at })
        .where('revokedAt', 'is', null)
        .where('expiresAt', '>', at)
        .where((where) =>
          where.or([
            where('tokenId', '=', id),
            where('deviceId', '=', id),
            where(where.cast<string>('unitId', 'text'), '=', id),
          ]),
        )
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
    async revokedSince(at) {
      const rows = await db.selectFrom('tokens').select('tokenId').where('revokedAt', '>=', at).execute();
      return rows.map((row) => row.tokenId);
    },
  };
}
