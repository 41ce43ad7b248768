import { sql, type ColumnDataType, type Kysely, type RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';
import { makeTaskLedger } from '../ledger/ledgerTables.ts';
import { makeTracks } from '../tracks/trackTables.ts';
import type { Dialect } from './database.ts';

/** Steps of the schema, run in the order of their names; a released step is never edited. */
export function migrationsFor(dialect: Dialect): Record<string, Migration> {
  const postgres = dialect === 'postgres';
  // By bytes, as SQLite compares: prefixes become ranges of an index.
  const text: ColumnDataType | RawBuilder<unknown> = postgres ? sql`text collate "C"` : 'text';
  // `integer` makes it SQLite's own row number.
  const sequence: ColumnDataType = postgres ? 'bigint' : 'integer';
  return {
    '0001-log': { up: (db: Kysely<unknown>) => makeLog(db, { text, sequence }) },
    '0002-preferences': { up: (db: Kysely<unknown>) => makePreferences(db, text) },
    // In SQLite they have a file of their own.
    ...(postgres ? { '0003-tracks': { up: (db: Kysely<unknown>) => makeTracks(db, dialect) } } : {}),
    '0004-parties': { up: (db: Kysely<unknown>) => makeParties(db, text) },
    '0005-callers': { up: (db: Kysely<unknown>) => makeCallers(db, text) },
    '0007-grants': { up: (db: Kysely<unknown>) => makeGrantTokens(db, text) },
    '0008-sourceSecrets': { up: (db: Kysely<unknown>) => makeSourceSecrets(db, text) },
    '0009-taskForms': { up: (db: Kysely<unknown>) => makeTaskForms(db, text) },
    '0010-taskLedger': { up: (db: Kysely<unknown>) => makeTaskLedger(db, text) },
    '0015-partners': { up: (db: Kysely<unknown>) => makePartners(db, text) },
    '0016-signingKeys': { up: (db: Kysely<unknown>) => makeSigningKeys(db, text) },
    '0017-taskDrafts': { up: (db: Kysely<unknown>) => makeTaskDrafts(db, text) },
  };
}

type Types = { readonly text: ColumnDataType | RawBuilder<unknown>; readonly sequence: ColumnDataType };

async function makeLog(db: Kysely<unknown>, { text, sequence }: Types): Promise<void> {
  const { schema } = db;
  await schema.createTable('meta')
    .addColumn('key', text, (column) => column.primaryKey())
    .addColumn('value', text, (column) => column.notNull())
    .execute();
  await schema.createTable('entries')
    .addColumn('sequence', sequence, (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('subject', text, (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('courtCode', text, (column) => column.notNull())
    .addColumn('actorId', text)
    .addColumn('actor', text, (column) => column.notNull())
    .addColumn('data', text, (column) => column.notNull())
    .addColumn('commandId', text)
    .addColumn('via', text)
    .addColumn('previousHash', text, (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull())
    .execute();
  await schema.createIndex('entriesBySubject').on('entries').columns(['subject', 'sequence']).execute();
  await schema.createIndex('entriesByActor').on('entries').columns(['actorId', 'sequence']).execute();
  await schema.createIndex('entriesByCourt').on('entries').columns(['courtCode', 'sequence']).execute();
  await schema.createIndex('entriesByName').on('entries').columns(['name', 'sequence']).execute();
  await schema.createIndex('entriesByTime').on('entries').columns(['at', 'sequence']).execute();
  await schema.createTable('actors')
    .addColumn('userId', text, (column) => column.notNull())
    .addColumn('courtCode', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('homeCourtCode', text, (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('actorsKey', ['userId', 'courtCode'])
    .execute();
  await schema.createTable('answers')
    .addColumn('commandId', text, (column) => column.primaryKey())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('inputHash', text, (column) => column.notNull())
    .addColumn('answer', text, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('answersByTime').on('answers').column('at').execute();
  await schema.createTable('snapshots')
    .addColumn('sequence', sequence, (column) => column.primaryKey())
    .addColumn('hash', text, (column) => column.notNull())
    .addColumn('state', text, (column) => column.notNull())
    .execute();
  await schema.createTable('heads')
    .addColumn('day', text, (column) => column.primaryKey())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull())
    .addColumn('signedAt', 'bigint', (column) => column.notNull())
    .addColumn('signature', text, (column) => column.notNull())
    .execute();
  await makeSideTables(db, text);
}

async function makeSideTables({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('tokens')
    .addColumn('tokenId', text, (column) => column.primaryKey())
    .addColumn('role', text, (column) => column.notNull())
    .addColumn('unitId', text)
    .addColumn('deviceId', text)
    .addColumn('userId', text)
    .addColumn('courtCode', text, (column) => column.notNull())
    .addColumn('clientName', text, (column) => column.notNull())
    .addColumn('remoteAddress', text, (column) => column.notNull())
    .addColumn('issuedAt', 'bigint', (column) => column.notNull())
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .addColumn('revokedAt', 'bigint')
    .execute();
  for (const holder of ['unitId', 'deviceId', 'userId']) {
    await schema.createIndex(`tokensBy_${holder}`).on('tokens').column(holder).execute();
  }
  await schema.createTable('credentials')
    .addColumn('userId', text, (column) => column.primaryKey())
    .addColumn('passwordHash', text)
    .addColumn('mustChange', 'integer', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('lockedUntilAt', 'bigint')
    .addColumn('oidcSubject', text, (column) => column.unique())
    .execute();
  await schema.createTable('codes')
    .addColumn('codeHash', text, (column) => column.primaryKey())
    .addColumn('unitId', text)
    .addColumn('deviceId', text)
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createTable('contacts')
    .addColumn('userId', text, (column) => column.primaryKey())
    .addColumn('phone', text, (column) => column.notNull())
    .execute();
  await schema.createTable('sightings')
    .addColumn('unitId', text, (column) => column.primaryKey())
    .addColumn('lastSeenAt', 'bigint', (column) => column.notNull())
    .execute();
}

async function makePreferences({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('preferences')
    .addColumn('userId', text, (column) => column.notNull())
    .addColumn('key', text, (column) => column.notNull())
    .addColumn('value', text, (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('savedAt', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('preferencesKey', ['userId', 'key'])
    .execute();
}

async function makeParties({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('parties')
    .addColumn('partyId', text, (column) => column.primaryKey())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('idNumber', text, (column) => column.notNull())
    .addColumn('phone', text, (column) => column.notNull())
    .addColumn('address', text, (column) => column.notNull())
    .execute();
}

async function makeCallers({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('callers')
    .addColumn('callId', text, (column) => column.primaryKey())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('phone', text, (column) => column.notNull())
    .execute();
}

async function makeSourceSecrets({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('sourceSecrets')
    .addColumn('sourceId', text, (column) => column.primaryKey())
    .addColumn('sealed', text, (column) => column.notNull())
    .execute();
}

async function makeGrantTokens({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('grantTokens')
    .addColumn('grantId', text, (column) => column.primaryKey())
    .addColumn('tokenHash', text, (column) => column.notNull().unique())
    .addColumn('endsAt', 'bigint', (column) => column.notNull())
    .execute();
}

async function makeTaskForms({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('taskForms')
    .addColumn('taskId', text, (column) => column.primaryKey())
    .addColumn('sealed', text, (column) => column.notNull())
    .execute();
}

async function makePartners({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('partnerKeys')
    .addColumn('partnerId', text, (column) => column.primaryKey())
    .addColumn('sealed', text, (column) => column.notNull())
    .execute();
  await schema.createTable('deliveries')
    .addColumn('partnerId', text, (column) => column.notNull())
    .addColumn('taskId', text, (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('body', text, (column) => column.notNull())
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('nextAttemptAt', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('deliveriesKey', ['partnerId', 'taskId', 'number'])
    .execute();
  await schema.createTable('receivedDeliveries')
    .addColumn('partnerId', text, (column) => column.notNull())
    .addColumn('taskId', text, (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('receivedDeliveriesKey', ['partnerId', 'taskId'])
    .execute();
}

async function makeSigningKeys({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('signingKeys')
    .addColumn('keyId', text, (column) => column.primaryKey())
    .addColumn('userId', text, (column) => column.notNull())
    .addColumn('publicKey', text, (column) => column.notNull())
    .addColumn('enrolledAt', 'bigint', (column) => column.notNull())
    .addColumn('revokedAt', 'bigint')
    .addColumn('sealed', text, (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('lockedUntilAt', 'bigint')
    .execute();
  await schema.createIndex('signingKeysByUser').on('signingKeys').column('userId').execute();
}

async function makeTaskDrafts({ schema }: Kysely<unknown>, text: Types['text']): Promise<void> {
  await schema.createTable('taskDrafts')
    .addColumn('taskDraftId', text, (column) => column.primaryKey())
    .addColumn('userId', text, (column) => column.notNull())
    .addColumn('sealed', text, (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('savedAt', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('taskDraftsByUser').on('taskDrafts').columns(['userId', 'savedAt']).execute();
}
