import type { Kysely } from 'kysely';
import type { TaskDraftStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';

export function createTaskDraftStore(db: Kysely<Tables>): TaskDraftStore {
  return {
    list: (userId) => db.selectFrom('taskDrafts').selectAll().where('userId', '=', userId).orderBy('savedAt', 'desc').orderBy('taskDraftId').execute(),
    find: ({ taskDraftId, userId }) => db.selectFrom('taskDrafts').selectAll().where('taskDraftId', '=', taskDraftId).where('userId', '=', userId).executeTakeFirst(),
    async save({ taskDraftId, userId, sealed, savedAt, expectedRevision }) {
      const kept = { sealed, savedAt, revision: expectedRevision + 1 };
      if (expectedRevision === 0) {
        const { numInsertedOrUpdatedRows } = await db.insertInto('taskDrafts').values({ taskDraftId, userId, ...kept }).onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows === 1n;
      }
      const { numUpdatedRows } = await db.updateTable('taskDrafts').set(kept)
        .where('taskDraftId', '=', taskDraftId)
        .where('userId', '=', userId)
        .where('revision', '=', expectedRevision)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },
    async erase({ taskDraftId, userId }) {
      await db.deleteFrom('taskDrafts').where('taskDraftId', '=', taskDraftId).where('userId', '=', userId).execute();
    },
  };
}
