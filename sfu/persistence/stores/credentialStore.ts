import type { Kysely, Selectable } from 'kysely';
import type { Credential, CredentialStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';

export function createCredentialStore(db: Kysely<Tables>): CredentialStore {
  return {
    async find(userId) {
      return credentialOf(await db.selectFrom('credentials').selectAll().where('userId', '=', userId).executeTakeFirst());
    },
    async findBySubject(oidcSubject) {
      // No such text can have been kept.
      return oidcSubject.includes('\0') ? undefined : credentialOf(await db.selectFrom('credentials').selectAll().where('oidcSubject', '=', oidcSubject).executeTakeFirst());
    },
    async put(credential) {
      const { userId, ...columns } = { ...credential, mustChange: credential.mustChange ? 1 : 0 } as const;
      await db.insertInto('credentials').values({ userId, ...columns })
        .onConflict((conflict) => conflict.column('userId').doUpdateSet(columns))
        .execute();
    },
    async lockedOut(at) {
      const rows = await db.selectFrom('credentials').select(['userId', 'lockedUntilAt'])
        .where('lockedUntilAt', '>', at)
        .orderBy('lockedUntilAt')
        .execute();
      return rows.map(({ userId, lockedUntilAt }) => ({ userId, untilAt: lockedUntilAt ?? at }));
    },
  };
}

function credentialOf(row: Selectable<Tables['credentials']> | undefined): Credential | undefined {
  return row === undefined ? undefined : { ...row, mustChange: row.mustChange === 1 };
}
