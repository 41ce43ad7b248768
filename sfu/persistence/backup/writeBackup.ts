import { createHash, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql, type Kysely } from 'kysely';
import { GENESIS_HASH } from '#protocol/nouns/log.ts';
import { hallIdOf, openDatabase } from '../database/openDatabase.ts';
import type { Tables } from '../database/tables.ts';
import { entryOf } from '../entries/entryRows.ts';
import { BackupError, FORMAT, SECTION_NAMES, signedBytes, type BackupHeader, type Section } from './format.ts';

const ROWS_AT_A_TIME = 1_000;

/** By what the rows of a section are told apart and put in order. */
const KEYS = { heads: 'day', entries: 'sequence', answers: 'commandId', tokens: 'tokenId', credentials: 'userId', codes: 'codeHash', contacts: 'userId', sightings: 'unitId', parties: 'partyId', callers: 'callId', sourceSecrets: 'sourceId', taskForms: 'taskId', taskDrafts: 'taskDraftId', signingKeys: 'keyId', partnerKeys: 'partnerId', receivedDeliveries: 'taskId' } as const satisfies Record<Section, string>;

export type BackupOptions = {
  /** Absolute path of the storage folder. */
  readonly folder: string;
  readonly databaseUrl: string | null;
  /** Must not be there yet. */
  readonly file: string;
  /** Ms since the epoch. */
  readonly at: number;
  readonly key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
};

/** Writes one moment of the database to a file, readable by its owner alone; the hall may go on meanwhile. Errors: BackupError, StorageError, what the disk or the driver says. */
export async function writeBackup({ folder, databaseUrl, file, at, key }: BackupOptions): Promise<BackupHeader> {
  if (existsSync(file)) {
    throw new BackupError(`${file} 已经存在，请换一个文件名。`);
  }
  const database = await openDatabase({ folder, databaseUrl, readOnly: true, onTrouble: () => undefined });
  const unfinished = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
  try {
    return await database.db.transaction().setIsolationLevel('repeatable read').execute(async (db) => {
      const header = await headerOf(db, { at, publicKey: key.publicKey });
      await pipeline(Readable.from(piecesOf(db, header, key.privateKey)), createGzip(), createWriteStream(unfinished, { mode: 0o600, flags: 'wx', flush: true }));
      renameSync(unfinished, file);
      return header;
    });
  } finally {
    rmSync(unfinished, { force: true });
    await database.close();
  }
}

async function headerOf(db: Kysely<Tables>, { at, publicKey }: { readonly at: number; readonly publicKey: KeyObject }): Promise<BackupHeader> {
  const head = await db.selectFrom('entries').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  const counts: [Section, number][] = [];
  for (const section of SECTION_NAMES) {
    const { rows: [row] } = await sql<{ count: number }>`select count(*) as count from ${sql.table(section)}`.execute(db);
    counts.push([section, row?.count ?? 0]);
  }
  return {
    ...FORMAT,
    hallId: await hallIdOf(db),
    at,
    position: head ?? { sequence: 0, hash: GENESIS_HASH },
    counts: Object.fromEntries(counts),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}

async function* piecesOf(db: Kysely<Tables>, header: BackupHeader, privateKey: KeyObject): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const hashed = (lines: readonly unknown[]) => {
    const piece = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    hash.update(piece);
    return piece;
  };
  yield hashed([header]);
  for (const section of SECTION_NAMES) {
    for await (const rows of pagesOf(db, section)) {
      yield hashed(rows.map((row) => ({ [section]: row })));
    }
  }
  const sha256 = hash.digest('hex');
  yield Buffer.from(`${JSON.stringify({ sha256, signature: sign(null, signedBytes(sha256), privateKey).toString('base64url') })}\n`);
}

/** All rows by their key, some at a time. */
async function* pagesOf(db: Kysely<Tables>, section: Section): AsyncGenerator<unknown[]> {
  const key = sql.ref(KEYS[section]);
  for (let after: unknown = null; ;) {
    const from = after === null ? sql`` : sql`where ${key} > ${after}`;
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(section)} ${from} order by ${key} limit ${ROWS_AT_A_TIME}`.execute(db);
    if (rows.length > 0) {
      yield section === 'entries' ? rows.map((row) => entryOf(row as Tables['entries'])) : rows;
    }
    if (rows.length < ROWS_AT_A_TIME) {
      return;
    }
    after = rows.at(-1)?.[KEYS[section]];
  }
}
