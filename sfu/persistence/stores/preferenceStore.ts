import type { Kysely } from 'kysely';
import type { PreferenceStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';
import { keepable } from './keepable.ts';

export function createPreferenceStore(db: Kysely<Tables>): PreferenceStore {
  return {
    find: ({ userId, key }) => db.selectFrom('preferences').select(['value', 'revision', 'savedAt'])
      .where('userId', '=', userId)
      .where('key', '=', key)
      .executeTakeFirst(),
    async save({ userId, key, value, expectedRevision, savedAt }) {
      const kept = { value: keepable(value), revision: expectedRevision + 1, savedAt };
      if (expectedRevision === 0) {
        const { numInsertedOrUpdatedRows } = await db.insertInto('preferences').values({ userId, key, ...kept }).onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows === 1n;
      }
      const { numUpdatedRows } = await db.updateTable('preferences').set(kept)
        .where('userId', '=', userId)
        .where('key', '=', key)
        .where('revision', '=', expectedRevision)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },
  };
}
