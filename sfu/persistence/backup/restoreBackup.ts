import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { sql, type Kysely } from 'kysely';
import type { KeyObject } from 'node:crypto';
import type { Entry, LogPosition } from '#protocol/nouns/log.ts';
import type { SignedHead } from '../../ports/journal.ts';
import { createActorBook } from '../entries/actorBook.ts';
import { transact, type Database } from '../database/database.ts';
import { openDatabase } from '../database/openDatabase.ts';
import { DATABASE_FILE, lockFolder } from '../database/sqlite.ts';
import type { Tables } from '../database/tables.ts';
import { insertEntries } from '../journal.ts';
import { prepareStorageFolder } from '../storageFolder.ts';
import { BackupError, fingerprintOf, publicKeyOf, SECTION_NAMES, type BackupHeader } from './format.ts';
import { readBackup, type BackupPiece } from './readBackup.ts';

/** Follows the chain of entries; answers the first fault, as a sentence, as soon as it is known. */
export interface ChainCheck {
  take(entry: unknown): string | null;
  end(): string | null;
}

export type RestoreOptions = {
  readonly storageDir: string;
  readonly databaseUrl: string | null;
  readonly file: string;
  /** Puts what is there aside (SQLite alone); without it only an empty database is filled. */
  readonly replace: boolean;
  /** Takes a chain that does not hold, too. */
  readonly acceptBroken: boolean;
  /** Fingerprints (SHA-256 of SPKI, hex) of keys that may have signed it; none: whoever signed it is only told. */
  readonly knownKeys: readonly string[];
  readonly createCheck: (signed: { readonly signed: readonly SignedHead[]; readonly publicKey: KeyObject }) => ChainCheck;
  /** Makes the entry that says that the log was restored. */
  readonly lastEntry: (restored: { readonly position: LogPosition; readonly lastAt: number; readonly backupAt: number; readonly broken: boolean }) => Entry;
};

export type Restored = {
  readonly header: BackupHeader;
  /** First fault of the chain, when it was taken all the same. */
  readonly fault: string | null;
  readonly signedBy: string;
  /** Where the file that was there before lies now. */
  readonly movedTo: string | null;
};

/** Fills a database from a backup: all of it or nothing, after all of it was checked. Errors: BackupError, StorageError, what the disk or the driver says. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { storageDir, databaseUrl, replace } = options;
  if (replace && databaseUrl !== null) {
    throw new BackupError('PostgreSQL 数据库不会被替换：请新建一个空数据库，把 DATABASE_URL 指向它，再重新恢复。');
  }
  const checked = await checkBackup(options);
  refuseUnlessAccepted(checked, options);
  const folder = prepareStorageFolder(storageDir);
  const lock = databaseUrl === null ? lockFolder(folder) : null;
  let movedTo: string | null = null;
  try {
    movedTo = replace ? moveAside(folder) : null;
    const database = await openDatabase({ folder, databaseUrl, readOnly: false, onTrouble: () => undefined });
    try {
      if (databaseUrl !== null) {
        await database.claim();
      }
      await fill(database, options, checked);
    } finally {
      await database.close();
    }
    return { header: checked.header, fault: checked.fault, signedBy: checked.signedBy, movedTo };
  } catch (error) {
    if (movedTo !== null) {
      moveBack(folder, movedTo);
    }
    throw error;
  } finally {
    lock?.close();
  }
}

/** A backup that is whole. `fault`: the first thing that is wrong with its chain. */
export type CheckedBackup = { readonly header: BackupHeader; readonly sha256: string; readonly fault: string | null; readonly signedBy: string };

/** Reads the whole file once and writes nothing. Errors: BackupError when it is not what a hall wrote. */
export async function checkBackup({ file, createCheck }: Pick<RestoreOptions, 'file' | 'createCheck'>): Promise<CheckedBackup> {
  const backup = await readBackup(file);
  const { header } = backup;
  const publicKey = publicKeyOf(header);
  const heads: SignedHead[] = [];
  let last: unknown;
  let chain: ChainCheck | undefined;
  let fault: string | null = null;
  const reading = backup.pieces();
  let step = await reading.next();
  for (; step.done !== true; step = await reading.next()) {
    const { section, rows } = step.value;
    if (section === 'heads') {
      heads.push(...(rows as SignedHead[]));
    }
    if (section === 'entries') {
      chain ??= createCheck({ signed: heads, publicKey });
      for (const row of rows) {
        fault ??= chain.take(row);
        last = row['hash'];
      }
    }
  }
  if (header.position.sequence > 0 && last !== header.position.hash) {
    throw new BackupError('备份文件的开头与内容不符，请换用另一份备份。');
  }
  fault ??= (chain ?? createCheck({ signed: heads, publicKey })).end();
  return { header, sha256: step.value.sha256, fault, signedBy: fingerprintOf(publicKey) };
}

function refuseUnlessAccepted({ fault, signedBy }: CheckedBackup, { knownKeys, acceptBroken }: RestoreOptions): void {
  if (knownKeys.length > 0 && !knownKeys.includes(signedBy)) {
    throw new BackupError(`这份备份由另一把日志密钥签名（指纹 ${signedBy}）。确认来源可靠后，请加上 --key ${signedBy} 再恢复。`);
  }
  if (fault !== null && !acceptBroken) {
    throw new BackupError(`${fault}这份备份中的日志不完整或被改动过，没有恢复。若确要恢复，请加上 --accept-broken；恢复这件事会记入日志。`);
  }
}

async function fill({ db }: Database, { file, lastEntry }: RestoreOptions, checked: CheckedBackup): Promise<void> {
  await refuseUnlessEmpty(db);
  const backup = await readBackup(file);
  const { header } = backup;
  await transact(db, async (transaction) => {
    await transaction.insertInto('meta').values({ key: 'hallId', value: header.hallId })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: header.hallId }))
      .execute();
    const actors = createActorBook();
    let lastAt = 0;
    const put = async (entries: readonly Entry[]) => {
      await insertEntries(transaction, entries);
      (await actors.write(transaction, entries))();
    };
    const reading = backup.pieces();
    let step = await reading.next();
    for (; step.done !== true; step = await reading.next()) {
      const { section, rows } = step.value;
      if (section === 'entries') {
        const entries = rows as unknown as Entry[];
        await put(entries);
        lastAt = entries.at(-1)?.at ?? lastAt;
      } else {
        await insertRows(transaction, step.value);
      }
    }
    if (step.value.sha256 !== checked.sha256) {
      throw new BackupError('备份文件在恢复过程中被改动，没有恢复。');
    }
    await put([lastEntry({ position: header.position, lastAt, backupAt: header.at, broken: checked.fault !== null })]);
  });
}

async function insertRows(db: Kysely<Tables>, { section, rows }: BackupPiece): Promise<void> {
  await db.insertInto(section).values([...rows] as never).execute();
}

async function refuseUnlessEmpty(db: Kysely<Tables>): Promise<void> {
  for (const section of SECTION_NAMES) {
    const { rows } = await sql`select 1 from ${sql.table(section)} limit 1`.execute(db);
    if (rows.length > 0) {
      throw new BackupError('数据库里已有数据，没有恢复。请换用空数据库；使用内置数据库时可加上 --replace，原文件会改名保留。');
    }
  }
}

/** The hall's file under another name, with what a killed hall left beside it. */
function moveAside(folder: string): string | null {
  const file = path.join(folder, DATABASE_FILE);
  if (!existsSync(file)) {
    return null;
  }
  const movedTo = `${file}.before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(`${file}${suffix}`)) {
      renameSync(`${file}${suffix}`, `${movedTo}${suffix}`);
    }
  }
  return movedTo;
}

function moveBack(folder: string, movedTo: string): void {
  const file = path.join(folder, DATABASE_FILE);
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(`${file}${suffix}`, { force: true });
    if (existsSync(`${movedTo}${suffix}`)) {
      renameSync(`${movedTo}${suffix}`, `${file}${suffix}`);
    }
  }
}
