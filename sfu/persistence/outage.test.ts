import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Journal } from '../ports/journal.ts';
import { openDatabase } from './database/openDatabase.ts';
import { createJournal } from './journal.ts';
import { prepareStorageFolder } from './storageFolder.ts';
import { batchOf, endOf, GENESIS, TestDatabases, testEntries, type TestPlace } from './testDatabases.ts';

const databases = new TestDatabases();
afterEach(() => databases.closeStorages());
afterAll(() => databases.close());

const mount = (...args: string[]) => spawnSync('mount', args).status === 0;
const unmount = (folder: string) => spawnSync('umount', ['-l', folder]);
/** Real small disks need root and leave to mount. */
const mayMount = (() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hall-mount-'));
  const may = mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder);
  unmount(folder);
  rmSync(folder, { recursive: true, force: true });
  return may;
})();

function smallDisk(size: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hall-disk-'));
  expect(mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)).toBe(true);
  onTestFinished(() => {
    unmount(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

const faultOf = (promise: Promise<unknown>) => promise.then(() => 'none', (error: { fault?: string }) => error.fault ?? error);
/** Nothing that a database could press together. */
const bulk = () => ({ text: randomBytes(6_000).toString('base64') });

async function appendOne(journal: Journal, text?: string): Promise<void> {
  await journal.append(batchOf(testEntries(await journal.head(), [{ data: text === undefined ? bulk() : { text } }])));
}

/** Appends until it fails; answers the fault, and the heads before and after. */
async function fill(journal: Journal): Promise<{ fault: unknown; before: number; after: number }> {
  for (let count = 0; count < 20_000; count += 1) {
    const { sequence: before } = await journal.head();
    const fault = await faultOf(appendOne(journal));
    if (fault !== 'none') {
      return { fault, before, after: (await journal.head()).sequence };
    }
  }
  return { fault: 'never full', before: 0, after: 0 };
}

describe('SQLite in trouble', () => {
  /** With a door to the connection: pragmas stand for a disk that refuses. */
  async function openWithPragma() {
    const { storageDir } = await databases.place('sqlite');
    const database = await openDatabase({ folder: prepareStorageFolder(storageDir), databaseUrl: null, readOnly: false, onTrouble: () => undefined });
    onTestFinished(() => database.close());
    return { journal: createJournal(database, { mark: null }), pragma: (text: string) => sql.raw(`pragma ${text}`).execute(database.db) };
  }

  it('a database that may not grow is a full disk, and goes on when it may', async () => {
    const { journal, pragma } = await openWithPragma();
    await pragma('max_page_count = 300');
    const { fault, before, after: sequence } = await fill(journal);
    expect([fault, sequence]).toEqual(['diskFull', before]);
    expect(await faultOf(appendOne(journal))).toBe('diskFull');
    await pragma('max_page_count = 100000');
    await journal.probe();
    await appendOne(journal);
    expect((await journal.head()).sequence).toBe(sequence + 1);
  });

  it('a database that may not be written is read-only, and goes on when it may', async () => {
    const { journal, pragma } = await openWithPragma();
    await appendOne(journal);
    await pragma('query_only = on');
    expect(await faultOf(appendOne(journal))).toBe('readOnly');
    expect(await faultOf(journal.probe())).toBe('readOnly');
    expect((await journal.head()).sequence).toBe(1);
    await pragma('query_only = off');
    await appendOne(journal);
  });

  it.runIf(mayMount)('a full disk (a small tmpfs): said as such, and gone when there is room again', async () => {
    const disk = smallDisk('2m');
    const { journal } = await databases.open({ storageDir: path.join(disk, 'storage'), databaseUrl: null }, { exclusive: true });
    const { fault, before, after } = await fill(journal);
    expect([fault, after]).toEqual(['diskFull', before]);
    // Where a large entry finds no room a small one still may: the last pages are taken, too.
    await vi.waitFor(async () => {
      await faultOf(appendOne(journal, 'x'));
      expect(await faultOf(journal.probe())).toBe('diskFull');
    }, { timeout: 10_000, interval: 1 });
    const { sequence } = await journal.head();
    expect(sequence).toBeGreaterThan(10);
    expect(mount('-o', 'remount,size=8m', disk)).toBe(true);
    await journal.probe();
    await appendOne(journal);
    expect((await journal.read({ after: 0, limit: 10_000 })).map((entry) => entry.sequence)).toEqual(Array.from({ length: sequence + 1 }, (_, index) => index + 1));
  });

  it.runIf(mayMount)('a read-only disk (tmpfs): a hall is not started on it', async () => {
    const disk = smallDisk('4m');
    const place = { storageDir: path.join(disk, 'storage'), databaseUrl: null };
    await (await databases.open(place)).close();
    expect(mount('-o', 'remount,ro', disk)).toBe(true);
    await expect(databases.open(place)).rejects.toThrow(/^存储目录 \S+ 不能写入：所在的磁盘是只读的（.*）。$/);
  });
});

describe('PostgreSQL in trouble', () => {
  let place: TestPlace;
  beforeEach(async () => {
    place = await databases.place('postgres');
  });

  async function asOperator(statement: string, databaseUrl = place.databaseUrl!): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  it.each(['fast', 'immediate'] as const)('the server stops (%s) and comes back: away meanwhile, and nothing is lost', { timeout: 60_000 }, async (how) => {
    const server = await databases.server;
    const told: unknown[] = [];
    const { journal } = await databases.open(place, { exclusive: true, log: { warn: (...words: unknown[]) => void told.push(words) } });
    const writer = keepWriting(journal);
    await setTimeout(300);
    await server.stop(how);
    const startedAt = Date.now();
    expect(await faultOf(journal.probe())).toBe('away');
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    await setTimeout(300);
    await server.start();
    await writer.acknowledges(20);
    const { outcomes, acknowledged } = await writer.stop();
    expect(outcomes).toEqual(new Set(['none', 'away']));
    expect(JSON.stringify(told)).toContain('connections to the database were lost');
    expect(JSON.stringify(told)).not.toContain(new URL(place.databaseUrl!).password);
    const entries = await journal.read({ after: 0, limit: 100_000 });
    expect(entries.length).toBe((await journal.head()).sequence);
    expect(entries.length).toBeGreaterThanOrEqual(acknowledged);
    expect(entries.every((entry, index) => index === 0 || entry.previousHash === entries[index - 1]?.hash)).toBe(true);
    // The hall holds its database again.
    await setTimeout(1_500);
    await expect(databases.open(place, { exclusive: true })).rejects.toThrow(/^另一个大厅正在使用/);
  });

  it('a hall whose place was taken while the server was away writes no more', async () => {
    const first = await databases.open(place, { exclusive: true });
    const entries = testEntries(GENESIS, [{}]);
    await first.journal.append(batchOf(entries));
    await asOperator(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'command-hall' and datname = current_database()`);
    const second = await databases.open(place, { exclusive: true });
    const next = testEntries(endOf(entries), [{}]);
    const fault = await faultOf(first.journal.append(batchOf(next)));
    expect(['conflict', 'away']).toContain(fault);
    expect(await faultOf(first.journal.append(batchOf(next)))).toBe('conflict');
    await second.journal.append(batchOf(next));
  });

  it('a connection that dies between two statements of an append is survived', async () => {
    const { journal } = await databases.open(place);
    const entries = testEntries(GENESIS, [{}]);
    const cut = () => asOperator(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'command-hall' and datname = current_database()`);
    const lost = journal.append(batchOf(entries, { also: [cut, () => setTimeout(100), async (stores) => void (await stores.sightings.list())] }));
    expect(await faultOf(lost)).toBe('away');
    await journal.append(batchOf(entries));
  });

  it('a server that went silent is given up within seconds, and used again when it answers', { timeout: 60_000 }, async () => {
    const proxy = await silentProxy(place.databaseUrl!);
    onTestFinished(() => proxy.close());
    const { journal } = await databases.open({ ...place, databaseUrl: proxy.databaseUrl });
    await appendOne(journal);
    proxy.silent = true;
    for (let round = 0; round < 2; round += 1) {
      const startedAt = Date.now();
      expect(await faultOf(appendOne(journal))).toBe('away');
      expect(Date.now() - startedAt).toBeLessThan(9_000);
    }
    proxy.silent = false;
    await appendOne(journal);
    expect((await journal.head()).sequence).toBeGreaterThanOrEqual(2);
  });

  it('a statement that waits for a lock is given up within seconds', { timeout: 30_000 }, async () => {
    const { journal } = await databases.open(place);
    const client = new pg.Client({ connectionString: place.databaseUrl! });
    await client.connect();
    await client.query('begin; lock table entries in access exclusive mode');
    expect(await faultOf(appendOne(journal))).toBe('away');
    await client.query('rollback');
    await client.end();
    await appendOne(journal);
  });

  it('a database that became read-only is said to be, and goes on when it may be written', async () => {
    const { journal } = await databases.open(place);
    await appendOne(journal);
    const setReadOnly = async (on: boolean) => {
      const name = new URL(place.databaseUrl!).pathname.slice(1);
      await asOperator(`alter database ${name} set default_transaction_read_only = ${on ? 'on' : 'off'}`, place.databaseUrl!.replace(/\w+$/, 'postgres'));
      await asOperator(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'command-hall' and datname = current_database()`);
      await setTimeout(100);
    };
    await setReadOnly(true);
    expect(await faultOf(journal.append(batchOf(testEntries(await journal.head(), [{}]))))).toBe('readOnly');
    await setReadOnly(false);
    await appendOne(journal);
  });

  it.runIf(mayMount)('a full disk (a tablespace on a small tmpfs) is said as such', { timeout: 60_000 }, async () => {
    const disk = smallDisk('24m');
    const folder = path.join(disk, 'space');
    mkdirSync(folder);
    const owner = statSync('/etc/hostname').uid === process.getuid?.() ? Number(spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' }).stdout) : (process.getuid?.() ?? 0);
    chownSync(folder, owner, -1);
    chownSync(disk, owner, -1);
    await asOperator(`create tablespace small location '${folder}'`);
    await asOperator('create database small tablespace small');
    const { journal } = await databases.open({ ...place, databaseUrl: place.databaseUrl!.replace(/\w+$/, 'small') });
    const { fault, before, after } = await fill(journal);
    expect([fault, after]).toEqual(['diskFull', before]);
    expect(after).toBeGreaterThan(10);
    expect(mount('-o', 'remount,size=64m', disk)).toBe(true);
    await journal.probe();
    await appendOne(journal);
  });
});

/** Appends two entries at a time, again and again, whatever comes of it. */
function keepWriting(journal: Journal) {
  const state = { running: true, acknowledged: 0, outcomes: new Set<unknown>() };
  const appendTwo = async () => {
    const entries = testEntries(await journal.head(), [{}, {}]);
    await journal.append(batchOf(entries));
    state.acknowledged = endOf(entries).sequence;
  };
  const work = (async () => {
    while (state.running) {
      const fault = await faultOf(appendTwo());
      state.outcomes.add(fault);
      await setTimeout(fault === 'none' ? 0 : 50);
    }
  })();
  return {
    async acknowledges(more: number) {
      for (const from = state.acknowledged; state.acknowledged < from + more;) {
        await setTimeout(20);
      }
    },
    async stop() {
      state.running = false;
      await work;
      return state;
    },
  };
}

/** A way to the server that can fall silent: nothing is refused, nothing is answered. */
async function silentProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const [port, host] = [Number(target.port), target.hostname];
  const sockets = new Set<Socket>();
  const proxy = { silent: false, databaseUrl: '', close: (): void => undefined };
  const server = createServer((inner) => {
    const outer = connect(port, host);
    for (const [from, to] of [[inner, outer], [outer, inner]] as const) {
      sockets.add(from);
      from.on('data', (bytes) => (proxy.silent ? undefined : to.write(bytes)));
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  target.port = String((server.address() as AddressInfo).port);
  proxy.databaseUrl = target.href;
  proxy.close = () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  };
  return proxy;
}
