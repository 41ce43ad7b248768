import type { Kysely } from 'kysely';
import type { FeedStore } from '../ports/stores.ts';
import type { Database } from './schema.ts';

export function createFeedStore(db: Kysely<Database>): FeedStore {
  return {
    // Feed ids are UUIDv7: their order is that of their making.
    list: () => db.selectFrom('feeds').selectAll().orderBy('feedId').execute(),
    async findOrInsert(feed) {
      await db.insertInto('feeds').values(feed)
        .onConflict((conflict) => conflict.columns(['unitId', 'label']).doNothing())
        .execute();
      return db.selectFrom('feeds').selectAll()
        .where('unitId', '=', feed.unitId)
        .where('label', '=', feed.label)
        .executeTakeFirstOrThrow();
    },
    async setGeneration(feedId, generation) {
      await db.updateTable('feeds').set({ generation }).where('feedId', '=', feedId).execute();
    },
  };
}
