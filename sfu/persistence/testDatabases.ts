import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandId, CourtCode, UserId } from '#protocol/nouns/ids.ts';
import { GENESIS_HASH, type Actor, type Entry, type LogPosition } from '#protocol/nouns/log.ts';
import { startPostgres, type PostgresServer } from '../../scripts/postgres/startPostgres.ts';
import type { Batch } from '../ports/journal.ts';
import type { Dialect } from './database/database.ts';
import { openStorage, type Storage, type StorageOptions } from './storage.ts';

/** Builds for tests: empty databases of either kind, and entries to put into them. */
export const DIALECTS: readonly Dialect[] = ['sqlite', 'postgres'];

/** Where one database lies. */
export type TestPlace = Pick<StorageOptions, 'storageDir' | 'databaseUrl'>;

export class TestDatabases {
  readonly #root = mkdtempSync(path.join(tmpdir(), 'hall-databases-'));
  readonly #open: Storage[] = [];
  #server: Promise<PostgresServer> | undefined;
  #count = 0;

  /** PostgreSQL's server, started when first asked for. */
  get server(): Promise<PostgresServer> {
    return (this.#server ??= startPostgres());
  }

  async place(dialect: Dialect): Promise<TestPlace> {
    this.#count += 1;
    const storageDir = path.join(this.#root, `storage-${this.#count}`);
    return { storageDir, databaseUrl: dialect === 'sqlite' ? null : await (await this.server).createDatabase() };
  }

  /** Opens, and closes at the end of the test if that has not been done. */
  async open(place: TestPlace, options: Partial<StorageOptions> = {}): Promise<Storage> {
    const storage = await openStorage({ ...place, ...options });
    this.#open.push(storage);
    return storage;
  }

  /** After each test. */
  async closeStorages(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((storage) => storage.close()));
  }

  async close(): Promise<void> {
    await this.closeStorages();
    await (await this.#server)?.close();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** 10 ms apart. */
export const START_AT = 1_500_000_000_000;
export const GENESIS: LogPosition = { sequence: 0, hash: GENESIS_HASH };

export const testUserId = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}` as UserId;
export const testCommandId = (number: number) => `00000000-0000-7000-9000-${String(number).padStart(12, '0')}` as CommandId;

export function testPerson(number: number, { name = `人${number}`, courtCode = '闽' }: { name?: string; courtCode?: string } = {}): Actor {
  return { kind: 'person', userId: testUserId(number), name, courtCode: courtCode as CourtCode };
}

/** Entries that follow a place, each with what is asked of it. */
export function testEntries(
  after: LogPosition,
  contents: readonly (Partial<Omit<Entry, 'sequence' | 'courtCode'>> & { courtCode?: string })[],
  hashOf: (entry: Omit<Entry, 'hash'>) => string = plainHash,
): Entry[] {
  const entries: Entry[] = [];
  for (const content of contents) {
    const previous = entries.at(-1) ?? after;
    const sequence = previous.sequence + 1;
    const entry: Omit<Entry, 'hash'> = {
      at: START_AT + sequence * 10,
      name: 'unit.changed',
      subject: `unit/${testUserId(sequence)}`,
      version: 1,
      actor: testPerson(1),
      data: { teamName: `执行${sequence}队`, online: true, note: null, count: sequence },
      commandId: testCommandId(sequence),
      via: null,
      ...content,
      courtCode: (content.courtCode ?? '闽0203') as CourtCode,
      sequence,
      previousHash: previous.hash,
    };
    entries.push({ ...entry, hash: hashOf(entry) });
  }
  return entries;
}

export function batchOf(entries: readonly Entry[], more: Partial<Batch> = {}): Batch {
  return { entries, answers: [], also: [], ...more };
}

/** The place after these. */
export function endOf(entries: readonly Entry[]): LogPosition {
  const last = entries.at(-1);
  return last === undefined ? GENESIS : { sequence: last.sequence, hash: last.hash };
}

function plainHash(entry: Omit<Entry, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify(entry)).digest('hex');
}
