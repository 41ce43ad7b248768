import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { addressWithoutSecrets } from './database/postgres.ts';
import { openStorage } from './storage.ts';
import { batchOf, DIALECTS, endOf, GENESIS, TestDatabases, testEntries, type TestPlace } from './testDatabases.ts';

const databases = new TestDatabases();
afterEach(() => databases.closeStorages());
afterAll(() => databases.close());

async function run(place: TestPlace, statement: string): Promise<Record<string, unknown>[]> {
  if (place.databaseUrl === null) {
    const file = new SqliteDatabase(path.join(place.storageDir, 'hall.sqlite'));
    try {
      const prepared = file.prepare(statement);
      return prepared.reader ? (prepared.all() as Record<string, unknown>[]) : [prepared.run()].flatMap(() => []);
    } finally {
      file.close();
    }
  }
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe.each(DIALECTS)('storage on %s', (dialect) => {
  it('keeps the hall id, and makes its tables once', async () => {
    const place = await databases.place(dialect);
    const first = await databases.open(place);
    expect(first).toMatchObject({ folder: place.storageDir, dialect });
    await first.close();
    await first.close();
    expect((await databases.open(place)).hallId).toBe(first.hallId);
    expect((await databases.open(await databases.place(dialect))).hallId).not.toBe(first.hallId);
    expect(await run(place, 'select name from kysely_migration')).toEqual(['0001-log', '0002-preferences', ...(dialect === 'postgres' ? ['0003-tracks'] : []), '0004-parties', '0005-callers', '0007-grants', '0008-sourceSecrets', '0009-taskForms', '0010-taskLedger', '0015-partners', '0016-signingKeys', '0017-taskDrafts'].map((name) => ({ name })));
  });

  it('several processes may open a new database at once', async () => {
    const place = await databases.place(dialect);
    const all = await Promise.all(Array.from({ length: 4 }, () => databases.open(place)));
    expect(new Set(all.map(({ hallId }) => hallId)).size).toBe(1);
    const entries = testEntries(GENESIS, [{}]);
    await all[0]!.journal.append(batchOf(entries));
    expect(await all[3]!.journal.head()).toEqual(endOf(entries));
  });

  it('a second hall is refused until the first is gone', async () => {
    const place = await databases.place(dialect);
    const hall = await databases.open(place, { exclusive: true });
    const second = databases.open(place, { exclusive: true });
    await expect(second).rejects.toThrow(dialect === 'sqlite' ? /^另一个大厅正在使用存储目录 \S+，请先停掉它。$/ : /^另一个大厅正在使用数据库 postgres:\/\/hall@127\.0\.0\.1:\d+\/\w+，请先停掉它。$/);
    await expect(second).rejects.toMatchObject({ name: 'StorageError' });
    await hall.journal.append(batchOf(testEntries(GENESIS, [{}])));
    await hall.close();
    await databases.open(place, { exclusive: true });
  });

  it('can be read beside a running hall, and changes nothing then', async () => {
    const place = await databases.place(dialect);
    await expect(databases.open(place, { readOnly: true })).rejects.toMatchObject({ name: 'StorageError' });
    const hall = await databases.open(place, { exclusive: true });
    const reader = await databases.open(place, { readOnly: true });
    expect(reader.hallId).toBe(hall.hallId);
    const entries = testEntries(GENESIS, [{}, {}]);
    await hall.journal.append(batchOf(entries));
    expect(await reader.journal.read({ after: 0, limit: 9 })).toEqual(entries);
    await expect(reader.journal.append(batchOf(testEntries(endOf(entries), [{}])))).rejects.toMatchObject({ fault: 'readOnly' });
    await expect(reader.journal.probe()).rejects.toMatchObject({ fault: 'readOnly' });
    await expect(reader.stores.sightings.put([{ unitId: crypto.randomUUID() as never, lastSeenAt: 1 }])).rejects.toMatchObject({ fault: 'readOnly' });
    await hall.close();
    const alone = await databases.open(place, { readOnly: true });
    expect(await alone.journal.head()).toEqual(endOf(entries));
  });

  it('tables of another version are refused in one line', async () => {
    const place = await databases.place(dialect);
    await (await databases.open(place)).close();
    await run(place, `update kysely_migration set name = '0001-spine' where name = '0001-log'`);
    for (const readOnly of [false, true]) {
      await expect(databases.open(place, { readOnly })).rejects.toThrow(/^数据库 \S+ 是由本程序的另一个版本建立的（0001-spine）：[^\n]+$/);
    }
    await run(place, 'delete from kysely_migration');
    await expect(databases.open(place, { readOnly: true })).rejects.toThrow(/还没有建好或升级：请先用这个数据库启动一次大厅。$/);
  });
});

describe('a storage folder', () => {
  it('is for its owner alone', async () => {
    const place = await databases.place('sqlite');
    const { folder } = await databases.open({ ...place, storageDir: path.join(place.storageDir, 'deep') }, { exclusive: true });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(folder)) {
      expect([file, statSync(path.join(folder, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  it('says in one line why it cannot be used', async () => {
    const { storageDir } = await databases.place('sqlite');
    await (await openStorage({ storageDir, databaseUrl: null })).close();
    const open = (folder: string) => openStorage({ storageDir: folder, databaseUrl: null });
    const file = path.join(storageDir, 'file');
    writeFileSync(file, '');
    await expect(open(file)).rejects.toThrow(/^存储目录 .*\/file 不是文件夹，/);
    await expect(open(path.join(file, 'inside'))).rejects.toThrow(/路径中有一段是文件/);
    await expect(open('/proc/hall')).rejects.toThrow(/^存储目录 \/proc\/hall 不能写入：[^\n]+$/);
    rmSync(path.join(storageDir, 'hall.sqlite-wal'), { force: true });
    writeFileSync(path.join(storageDir, 'hall.sqlite'), 'no database'.repeat(1_000));
    await expect(open(storageDir)).rejects.toThrow(/^数据库 .* 无法打开：[^\n]+$/);
  });
});

describe('an address of PostgreSQL', () => {
  it.each([
    ['postgres://hall:se:cr@et@db.example:5432/hall?password=secret', 'postgres://hall@db.example:5432/hall'],
    ['postgresql://db/hall', 'postgresql://db/hall'],
    ['postgres://hall@/hall?host=/run/postgresql', 'postgres://hall@/hall'],
  ])('%s is told without its password', (address, told) => {
    expect(addressWithoutSecrets(address)).toBe(told);
  });

  it.each([
    ['nobody answers', 'postgres://hall:secret@127.0.0.1:1/hall'],
    ['there is no such host', 'postgres://hall:secret@no-such-host.invalid/hall'],
  ])('when %s, that is said in one line and soon', async (_, databaseUrl) => {
    const startedAt = Date.now();
    const opening = databases.open({ ...(await databases.place('sqlite')), databaseUrl });
    await expect(opening).rejects.toThrow(/^数据库 postgres:\/\/hall@\S+ 无法打开：[^\n]+$/);
    await expect(opening).rejects.not.toThrow(/secret/);
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  });

  it('a wrong password and another encoding are said', async () => {
    const place = await databases.place('postgres');
    const wrong = { ...place, databaseUrl: place.databaseUrl!.replace(/:[0-9a-f]+@/, ':wrong@') };
    await expect(databases.open(wrong)).rejects.toThrow(/^数据库 postgres:\/\/hall@\S+ 无法打开：用户名或密码不对（password authentication failed/);
    await run(place, `create database latin encoding 'LATIN1' template template0`);
    await expect(databases.open({ ...place, databaseUrl: place.databaseUrl!.replace(/\w+$/, 'latin') })).rejects.toThrow(/的编码是 LATIN1，/);
  });
});
