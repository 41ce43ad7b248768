import type { ColumnDataType, Kysely } from 'kysely';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { Dialect } from '../database/database.ts';

/** Tables of the tracks. Times are ms since the epoch. */
export type TrackTables = {
  /** `sequence`: in the order in which they came. */
  trackTails: { epoch: number; sequence: number; bytes: Uint8Array };
  trackBlocks: { unitId: UnitId; epoch: number; fromAt: number; untilAt: number; points: number; packed: Uint8Array };
};

/** In PostgreSQL a step of the hall's own schema, in SQLite the first of a file of its own. */
export async function makeTracks(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const bytes: ColumnDataType = dialect === 'postgres' ? 'bytea' : 'blob';
  await db.schema.createTable('trackTails')
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('bytes', bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('trackTailsKey', ['epoch', 'sequence'])
    .execute();
  await db.schema.createTable('trackBlocks')
    .addColumn('unitId', 'text', (column) => column.notNull())
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('fromAt', 'bigint', (column) => column.notNull())
    .addColumn('untilAt', 'bigint', (column) => column.notNull())
    .addColumn('points', 'integer', (column) => column.notNull())
    .addColumn('packed', bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('trackBlocksKey', ['unitId', 'epoch'])
    .execute();
  await db.schema.createIndex('trackBlocksByUnit').on('trackBlocks').columns(['unitId', 'untilAt']).execute();
  await db.schema.createIndex('trackBlocksByTime').on('trackBlocks').columns(['untilAt']).execute();
  await db.schema.createIndex('trackBlocksByEpoch').on('trackBlocks').columns(['epoch']).execute();
}
