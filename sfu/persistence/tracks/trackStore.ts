import { sql, type Kysely } from 'kysely';
import type { TrackStore } from '../../ports/tracks.ts';
import type { TrackTables } from './trackTables.ts';

/** The store on either database. Methods throw what the driver throws. */
export function createTrackStore(db: Kysely<TrackTables>): Omit<TrackStore, 'close'> {
  return {
    async lastEpoch() {
      const { rows: [found] } = await sql<{ last: number | null }>`
        select max(epoch) as last from (select max(epoch) as epoch from ${sql.table('trackTails')} union all select max(epoch) from ${sql.table('trackBlocks')}) as epochs`.execute(db);
      return found?.last ?? 0;
    },
    async putTail({ epoch, bytes }) {
      const sequence = sql<number>`(select coalesce(max(sequence), 0) + 1 from ${sql.table('trackTails')} where epoch = ${epoch})`;
      await db.insertInto('trackTails').values({ epoch, sequence, bytes: Buffer.from(bytes) }).execute();
    },
    async epochsWithTails() {
      const rows = await db.selectFrom('trackTails').select('epoch').distinct().orderBy('epoch').execute();
      return rows.map(({ epoch }) => epoch);
    },
    async tailsOf(epoch) {
      const rows = await db.selectFrom('trackTails').select('bytes').where('epoch', '=', epoch).orderBy('sequence').execute();
      return rows.map(({ bytes }) => bytes);
    },
    async putBlocks(blocks, { endedEpoch }) {
      await db.transaction().execute(async (transaction) => {
        if (blocks.length > 0) {
          const rows = blocks.map((block) => ({ ...block, packed: Buffer.from(block.packed) }));
          await transaction.insertInto('trackBlocks').values(rows)
            .onConflict((conflict) => conflict.columns(['unitId', 'epoch']).doUpdateSet((set) => ({
              fromAt: set.ref('excluded.fromAt'), untilAt: set.ref('excluded.untilAt'), points: set.ref('excluded.points'), packed: set.ref('excluded.packed'),
            })))
            .execute();
        }
        if (endedEpoch !== null) {
          await transaction.deleteFrom('trackTails').where('epoch', '=', endedEpoch).execute();
        }
      });
    },
    blocksOf: ({ unitId, from, until, afterEpoch, beforeEpoch, limit }) =>
      db.selectFrom('trackBlocks').selectAll()
        .where('unitId', '=', unitId).where('untilAt', '>=', from).where('fromAt', '<', until)
        .where('epoch', '>', afterEpoch).where('epoch', '<', beforeEpoch)
        .orderBy('epoch').limit(limit).execute(),
    async forgetBefore(at, limit) {
      const { numAffectedRows } = await sql`
        delete from ${sql.table('trackBlocks')} where (${sql.ref('unitId')}, epoch) in
          (select ${sql.ref('unitId')}, epoch from ${sql.table('trackBlocks')} where ${sql.ref('untilAt')} < ${at} order by ${sql.ref('untilAt')} limit ${limit})`.execute(db);
      return Number(numAffectedRows ?? 0);
    },
  };
}
