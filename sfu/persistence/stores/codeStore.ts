import type { Kysely } from 'kysely';
import type { CodeStore } from '../../ports/stores.ts';
import { within } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';

export function createCodeStore(db: Kysely<Tables>): CodeStore {
  return {
    put: (code) => within(db, async (bound) => {
      await forgetOf(bound, code);
      await bound.insertInto('codes').values(code).execute();
    }),
    find: (codeHash) => db.selectFrom('codes').selectAll().where('codeHash', '=', codeHash).executeTakeFirst(),
    async take(codeHash) {
      const { numDeletedRows } = await db.deleteFrom('codes').where('codeHash', '=', codeHash).executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },
    forgetOf: (holder) => forgetOf(db, holder),
  };
}

async function forgetOf(db: Kysely<Tables>, holder: { readonly unitId?: string | null; readonly deviceId?: string | null }): Promise<void> {
  for (const column of ['unitId', 'deviceId'] as const) {
    const id = holder[column];
    if (typeof id === 'string') {
      await db.deleteFrom('codes').where(column, '=', id as never).execute();
    }
  }
}
