import type { Kysely } from 'kysely';
import type { TaskFormStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';

export function createTaskFormStore(db: Kysely<Tables>): TaskFormStore {
  return {
    async find(taskId) {
      return (await db.selectFrom('taskForms').select('sealed').where('taskId', '=', taskId).executeTakeFirst())?.sealed;
    },
    async put(taskId, sealed) {
      await db.insertInto('taskForms').values({ taskId, sealed }).onConflict((conflict) => conflict.column('taskId').doUpdateSet({ sealed })).execute();
    },
  };
}
