import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Steps of the schema, run in the order of their names; a released step is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-spine': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.createTable('meta')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createTable('units')
        .addColumn('unitId', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('teamName', 'text', (column) => column.notNull())
        .addColumn('courtCode', 'text', (column) => column.notNull())
        .addColumn('courtName', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('enrolledAt', 'bigint', (column) => column.notNull())
        .addColumn('lastSeenAt', 'bigint')
        .execute();
      await db.schema.createTable('tokens')
        .addColumn('tokenId', 'text', (column) => column.primaryKey())
        .addColumn('deviceId', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('unitId', 'text', (column) => column.references('units.unitId'))
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('issuedAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .addColumn('revokedAt', 'bigint')
        .execute();
      await db.schema.createTable('feeds')
        .addColumn('feedId', 'text', (column) => column.primaryKey())
        .addColumn('unitId', 'text', (column) => column.notNull().references('units.unitId'))
        .addColumn('label', 'text', (column) => column.notNull())
        .addColumn('generation', 'bigint', (column) => column.notNull())
        .addUniqueConstraint('feedsUnitLabel', ['unitId', 'label'])
        .execute();
      await db.schema.createTable('wallSlots')
        .addColumn('slotId', 'text', (column) => column.primaryKey())
        .addColumn('mode', 'text', (column) => column.notNull())
        .addColumn('columns', 'integer', (column) => column.notNull())
        .addColumn('rows', 'integer', (column) => column.notNull())
        .addColumn('tiles', 'text', (column) => column.notNull())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('placed', 'integer', (column) => column.notNull())
        .execute();
      await db.schema.createTable('wallCommands')
        .addColumn('commandId', 'text', (column) => column.primaryKey())
        .addColumn('slotId', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('answer', 'text', (column) => column.notNull())
        .execute();
    },
  },
};
