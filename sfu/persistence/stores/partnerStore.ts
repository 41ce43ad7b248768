import type { Kysely } from 'kysely';
import type { PartnerStore } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';

const CURSOR = 'deliveriesUpTo';

export function createPartnerStore(db: Kysely<Tables>): PartnerStore {
  return {
    async keysOf(partnerId) {
      return (await db.selectFrom('partnerKeys').select('sealed').where('partnerId', '=', partnerId).executeTakeFirst())?.sealed;
    },
    async putKeys(partnerId, sealed) {
      await db.insertInto('partnerKeys').values({ partnerId, sealed }).onConflict((conflict) => conflict.column('partnerId').doUpdateSet({ sealed })).execute();
    },
    async eraseKeys(partnerId) {
      await db.deleteFrom('partnerKeys').where('partnerId', '=', partnerId).execute();
    },
    deliveries() {
      return db.selectFrom('deliveries').selectAll().orderBy('partnerId').orderBy('taskId').orderBy('number').execute();
    },
    async addDeliveries(deliveries, upTo) {
      for (const delivery of deliveries) {
        await db.insertInto('deliveries').values(delivery).onConflict((conflict) => conflict.columns(['partnerId', 'taskId', 'number']).doNothing()).execute();
      }
      // Last: a kill in between brings the same ones once more, before any of them has gone out.
      const value = String(upTo);
      await db.insertInto('meta').values({ key: CURSOR, value }).onConflict((conflict) => conflict.column('key').doUpdateSet({ value })).execute();
    },
    async deliveriesUpTo() {
      const kept = await db.selectFrom('meta').select('value').where('key', '=', CURSOR).executeTakeFirst();
      return kept === undefined ? null : Number(kept.value);
    },
    async noteAttempt({ partnerId, taskId, number, attempts, nextAttemptAt }) {
      await db.updateTable('deliveries').set({ attempts, nextAttemptAt }).where('partnerId', '=', partnerId).where('taskId', '=', taskId).where('number', '=', number).execute();
    },
    async removeDelivery({ partnerId, taskId, number }) {
      await db.deleteFrom('deliveries').where('partnerId', '=', partnerId).where('taskId', '=', taskId).where('number', '=', number).execute();
    },
    async forgetDeliveries(partnerId) {
      await db.deleteFrom('deliveries').where('partnerId', '=', partnerId).execute();
    },
    async receivedUpTo({ partnerId, taskId }) {
      return (await db.selectFrom('receivedDeliveries').select('number').where('partnerId', '=', partnerId).where('taskId', '=', taskId).executeTakeFirst())?.number ?? 0;
    },
    async noteReceived({ partnerId, taskId, number }) {
      await db.insertInto('receivedDeliveries').values({ partnerId, taskId, number }).onConflict((conflict) => conflict.columns(['partnerId', 'taskId']).doUpdateSet({ number })).execute();
    },
  };
}
