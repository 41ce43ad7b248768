import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { CommandId, CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { LogStatus } from '#protocol/nouns/log.ts';
import { changeUnit, enrolUnit } from '#domain/units/decideUnit.ts';
import { DIALECTS, TestDatabases, type TestPlace } from '../persistence/testDatabases.ts';
import type { Command } from '../ports/log.ts';
import { EventLog } from './eventLog.ts';
import { verifyJournal } from './verify/verifyJournal.ts';

const missing = (): never => {
  throw new Error('it should be there');
};
const key = generateKeyPairSync('ed25519');
const log = pino({ level: 'silent' });
const courtCode = '闽' as CourtCode;
const databases = new TestDatabases();
afterEach(() => databases.closeStorages());
afterAll(() => databases.close());

async function open(place: TestPlace, options: { readOnly?: boolean } = {}) {
  const storage = await databases.open(place, options);
  return { storage, eventLog: await EventLog.open({ journal: storage.journal, key, now: Date.now, log, snapshotEvery: 100 }) };
}
const enrol = (unitId: UnitId, commandId: CommandId, name = '单兵'): Command<unknown> => ({
  commandId, name: 'unit.enrol', input: { unitId }, actor: { kind: 'operator', name: 'root' }, via: null,
  decide: (state) => (state.units.has(unitId)
    ? changeUnit(state, { unitId, expectedVersion: state.units.get(unitId)?.version ?? 0, name, teamName: '一组', kind: 'phone' })
    : enrolUnit(state, { unitId, courtCode, name, teamName: '一组', kind: 'phone', expiresAt: 1 })),
  also: (stores, at) => stores.sightings.put([{ unitId, lastSeenAt: at }]),
});

/** Callers that do what a console does: ask until they are answered, always under the same id. */
function load(eventLog: EventLog, { callers, name = '单兵' }: { callers: number; name?: string }) {
  const ended = new AbortController();
  let refused = 0;
  const answered: CommandId[] = [];
  const caller = async () => {
    while (!ended.signal.aborted) {
      const [unitId, commandId] = [crypto.randomUUID() as UnitId, crypto.randomUUID() as CommandId];
      for (let done = false; !done;) {
        try {
          await eventLog.execute(enrol(unitId, commandId, name));
          answered.push(commandId);
          done = true;
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'logUnavailable') {
            throw error;
          }
          refused += 1;
          await setTimeout(20);
        }
      }
    }
  };
  const all = Promise.all(Array.from({ length: callers }, caller));
  return {
    answered,
    refused: () => refused,
    async end() {
      ended.abort();
      await all;
    },
  };
}

/** All that was answered is in the log, once, and the log is whole. */
async function expectWhole({ storage, eventLog }: Awaited<ReturnType<typeof open>>, answered: readonly CommandId[]) {
  expect(await verifyJournal({ journal: storage.journal, publicKey: key.publicKey })).toMatchObject({ fault: null, position: eventLog.position });
  const entries = await storage.journal.read({ after: 0, limit: 1_000_000 });
  const enrolled = entries.flatMap(({ name, commandId }) => (name === 'unit.enrolled' ? [commandId] : []));
  expect(enrolled).toHaveLength(answered.length);
  expect(new Set(enrolled)).toEqual(new Set(answered));
  expect(await storage.stores.sightings.list()).toHaveLength(enrolled.length);
  expect(eventLog.state.units.size).toBe(enrolled.length);
}

describe.each(DIALECTS)('event log on %s', (dialect) => {
  it('commits together, refuses and repeats, and is the same after a restart', async () => {
    const place = await databases.place(dialect);
    const first = await open(place);
    const ids = Array.from({ length: 300 }, () => [crypto.randomUUID() as UnitId, crypto.randomUUID() as CommandId] as const);
    await Promise.all(ids.map(([unitId, commandId]) => first.eventLog.execute(enrol(unitId, commandId))));
    const refused = first.eventLog.execute({ ...enrol(crypto.randomUUID() as UnitId, crypto.randomUUID() as CommandId), also: async (stores, at) => {
      await stores.sightings.put([{ unitId: crypto.randomUUID() as UnitId, lastSeenAt: at }]);
      throw new AppError('codeInvalid');
    } });
    const beside = enrol(crypto.randomUUID() as UnitId, crypto.randomUUID() as CommandId);
    const [outcome, other] = await Promise.allSettled([refused, first.eventLog.execute(beside)]);
    expect([outcome.status, other.status]).toEqual(['rejected', 'fulfilled']);
    const answered = [...ids.map(([, commandId]) => commandId), beside.commandId ?? missing()];
    await expectWhole(first, answered);
    await first.eventLog.close();
    await first.storage.close();

    const second = await open(place);
    expect(second.eventLog.position).toEqual(first.eventLog.position);
    const outcomes = await Promise.all(ids.map(([unitId, commandId]) => second.eventLog.execute(enrol(unitId, commandId))));
    expect(outcomes.every(({ repeated }) => repeated)).toBe(true);
    await expectWhole(second, answered);
    await second.eventLog.close();
  });

  it('begins on a database that is read-only: everything can be read, nothing decided', async () => {
    const place = await databases.place(dialect);
    const first = await open(place);
    const unitId = crypto.randomUUID() as UnitId;
    await first.eventLog.execute(enrol(unitId, crypto.randomUUID() as CommandId));
    await first.eventLog.close();
    await first.storage.close();
    const { eventLog } = await open(place, { readOnly: true });
    expect(eventLog.status).toMatchObject({ writable: false, reason: 'readOnly' });
    expect(eventLog.state.units.has(unitId)).toBe(true);
    await expect(eventLog.execute(enrol(unitId, crypto.randomUUID() as CommandId))).rejects.toMatchObject({ code: 'logUnavailable', params: { reason: 'readOnly' } });
    await eventLog.close();
  });

  it('does not start on what was tampered with, and says where', async () => {
    const place = await databases.place(dialect);
    const first = await open(place);
    for (let index = 0; index < 20; index += 1) {
      await first.eventLog.execute(enrol(crypto.randomUUID() as UnitId, crypto.randomUUID() as CommandId));
    }
    await first.storage.close();
    await runSql(place, `update entries set data = replace(data, '单兵', '别人') where sequence = 13`);
    await expect(open(place)).rejects.toThrow(/^日志第 13 条有误.*\(altered\)。.*log:verify.*log:restore/);
    await runSql(place, `update entries set data = replace(data, '别人', '单兵') where sequence = 13`);
    await runSql(place, 'delete from entries where sequence = 20');
    await expect(open(place)).rejects.toThrow(/^日志第 20 条有误.*\(missing\)/);
  });
});

describe('event log when its database goes', () => {
  it('PostgreSQL is stopped and crashed under load: callers are told, nothing is lost or doubled, and all goes on', async () => {
    const server = await databases.server;
    const hall = await open(await databases.place('postgres'));
    const statuses: LogStatus[] = [];
    hall.eventLog.onStatus((status) => statuses.push(status));
    const callers = load(hall.eventLog, { callers: 16 });
    for (const how of ['fast', 'immediate'] as const) {
      await setTimeout(300);
      await server.stop(how);
      await vi.waitFor(() => expect(hall.eventLog.status).toMatchObject({ writable: false, reason: 'databaseAway' }), { timeout: 5_000, interval: 5 });
      await server.start();
      await vi.waitFor(() => expect(hall.eventLog.status.writable).toBe(true), { timeout: 10_000, interval: 5 });
    }
    await setTimeout(300);
    await callers.end();
    expect(callers.refused()).toBeGreaterThan(0);
    expect(statuses.map(({ writable }) => writable)).toEqual([false, true, false, true]);
    await expectWhole(hall, callers.answered);
    await hall.eventLog.close();
  }, 60_000);

  // A file system of its own, which only root can make.
  it.runIf(process.getuid?.() === 0)('the disk is full, then there is room again', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hall-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder]);
    try {
      const storageDir = path.join(folder, 'storage');
      mkdirSync(storageDir);
      const hall = await open({ storageDir, databaseUrl: null });
      const callers = load(hall.eventLog, { callers: 8, name: '很长的名字'.repeat(10) });
      await setTimeout(100);
      const filler = path.join(folder, 'filler');
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail - 8) * bsize));
      await vi.waitFor(() => expect(hall.eventLog.status).toMatchObject({ writable: false, reason: 'diskFull' }), { timeout: 10_000, interval: 5 });
      await setTimeout(500);
      expect(hall.eventLog.status.writable).toBe(false);
      truncateSync(filler, 0);
      await vi.waitFor(() => expect(hall.eventLog.status.writable).toBe(true), { timeout: 10_000, interval: 5 });
      await callers.end();
      expect(callers.refused()).toBeGreaterThan(0);
      await expectWhole(hall, callers.answered);
      await hall.eventLog.close();
      await hall.storage.close();
    } finally {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 30_000);

  it('the file is taken by another program for a while: refused as away, then on it goes', async () => {
    const place = await databases.place('sqlite');
    const hall = await open(place);
    await hall.eventLog.execute(enrol(crypto.randomUUID() as UnitId, crypto.randomUUID() as CommandId));
    const other = new SqliteDatabase(path.join(place.storageDir, 'hall.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    await expect(hall.eventLog.execute(enrol(crypto.randomUUID() as UnitId, crypto.randomUUID() as CommandId))).rejects.toMatchObject({ code: 'logUnavailable', params: { reason: 'databaseAway' } });
    other.exec('COMMIT');
    other.close();
    await vi.waitFor(() => expect(hall.eventLog.status.writable).toBe(true), { timeout: 10_000 });
    await hall.eventLog.execute(enrol(crypto.randomUUID() as UnitId, crypto.randomUUID() as CommandId));
    await hall.eventLog.close();
  }, 30_000);
});

async function runSql({ storageDir, databaseUrl }: TestPlace, statement: string): Promise<void> {
  if (databaseUrl === null) {
    const sqlite = new SqliteDatabase(path.join(storageDir, 'hall.sqlite'));
    sqlite.exec(statement);
    sqlite.close();
    return;
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}
