import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openSigningKey } from '../keys/signingKey.ts';
import { entryHash } from '../log/entryHash.ts';
import { EventLog } from '../log/eventLog.ts';
import { batchOf, GENESIS, TestDatabases, testEntries, type TestPlace } from '../persistence/testDatabases.ts';

const databases = new TestDatabases();
afterEach(() => databases.closeStorages());
afterAll(() => databases.close());

async function run(name: 'logBackup' | 'logRestore' | 'logVerify', { storageDir, databaseUrl }: TestPlace, ...args: string[]) {
  const own = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !variable.startsWith('HALL_') && variable !== 'DATABASE_URL'));
  const env = { ...own, HALL_STORAGE_DIR: storageDir, ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }) };
  const child = spawn(process.execPath, [path.join(import.meta.dirname, `${name}.ts`), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => { said += text; });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

/** A hall's storage with its key; enough entries that a start does not look at the first ones again. */
async function hallWith(count: number): Promise<TestPlace> {
  const place = await databases.place('sqlite');
  const storage = await databases.open(place);
  openSigningKey(storage.folder, 'log');
  await storage.journal.append(batchOf(testEntries(GENESIS, Array.from({ length: count }, () => ({ name: 'test.happened' })), entryHash)));
  await storage.close();
  return place;
}

describe('log:backup and log:restore', () => {
  it('take a hall from SQLite to PostgreSQL', { timeout: 60_000 }, async () => {
    const place = await hallWith(30);
    const file = path.join(place.storageDir, 'hall.backup');
    expect(await run('logBackup', place, file)).toMatchObject({ code: 0, said: expect.stringMatching(/日志 30 条，至第 30 条；签名密钥指纹 [0-9a-f]{64}/) });
    const target = { ...place, databaseUrl: (await databases.place('postgres')).databaseUrl };
    expect(await run('logRestore', target, file)).toMatchObject({ code: 0, said: expect.stringContaining('恢复已记为第 31 条') });
    const { journal } = await databases.open(target, { exclusive: true });
    const log = await EventLog.open({ journal, key: openSigningKey(place.storageDir, 'log'), now: Date.now, log: pino({ level: 'silent' }) });
    expect(log.position.sequence).toBe(31);
    await log.close();
    expect(await run('logRestore', target, file)).toMatchObject({ code: 1, said: expect.stringContaining('另一个大厅正在使用') });
    await databases.closeStorages();
    const refused = await run('logRestore', target, file);
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('数据库里已有数据') });
    expect(refused.said).not.toContain(new URL(target.databaseUrl!).password);
  });

  it('a log that does not hold is restored when told, and a hall starts on it', { timeout: 60_000 }, async () => {
    const place = await hallWith(6_000);
    const raw = new SqliteDatabase(path.join(place.storageDir, 'hall.sqlite'));
    raw.exec(`update entries set data = '{' where sequence = 17`);
    raw.close();
    const file = path.join(place.storageDir, 'hall.backup');
    expect((await run('logBackup', place, file)).code).toBe(0);
    expect(await run('logVerify', place, file)).toMatchObject({ code: 1, said: expect.stringContaining('第 17 条') });
    expect(await run('logRestore', place, file, '--replace')).toMatchObject({ code: 1, said: expect.stringContaining('第 17 条') });
    const told = await run('logRestore', place, file, '--replace', '--accept-broken');
    expect(told).toMatchObject({ code: 0, said: expect.stringMatching(/第 17 条.*照样恢复[^]*原数据库文件改名为/) });
    const { journal } = await databases.open(place, { exclusive: true });
    const log = await EventLog.open({ journal, key: openSigningKey(place.storageDir, 'log'), now: Date.now, log: pino({ level: 'silent' }) });
    expect(log.position.sequence).toBe(6_001);
    await log.close();
  });

  it('tell what to do when they are called wrongly or nothing is there', { timeout: 30_000 }, async () => {
    const place = await databases.place('sqlite');
    expect(await run('logBackup', place)).toMatchObject({ code: 2, said: expect.stringContaining('全部用法') });
    expect(await run('logBackup', place, 'file')).toMatchObject({ code: 1, said: expect.stringContaining('没有 log-key.pem') });
    expect(await run('logRestore', place, 'file', '--wrong')).toMatchObject({ code: 2, said: expect.stringContaining('--wrong') });
    expect(await run('logRestore', place, 'file', '--key', 'abc')).toMatchObject({ code: 2, said: expect.stringContaining('64 位十六进制') });
    expect(await run('logRestore', place, path.join(place.storageDir, 'none'))).toMatchObject({ code: 1, said: expect.stringContaining('找不到文件') });
    expect(existsSync(place.storageDir)).toBe(false);
  });

  it('a hall of another key is restored elsewhere by its fingerprint', { timeout: 60_000 }, async () => {
    const place = await hallWith(5);
    const other = await hallWith(1);
    const file = path.join(place.storageDir, 'hall.backup');
    await run('logBackup', place, file);
    expect(await run('logVerify', other, file)).toMatchObject({ code: 0, said: expect.stringContaining('备份完好') });
    const refused = await run('logRestore', other, file, '--replace');
    const fingerprint = /--key ([0-9a-f]{64})/.exec(refused.said)?.[1] ?? '';
    expect(refused.code).toBe(1);
    expect(await run('logRestore', other, file, '--replace', '--key', fingerprint.toUpperCase())).toMatchObject({ code: 0, said: expect.stringContaining('密钥不在备份中') });
    cpSync(path.join(place.storageDir, 'log-key.pem'), path.join(other.storageDir, 'log-key.pem'));
    const { journal } = await databases.open(other);
    expect((await journal.head()).sequence).toBe(6);
  });
});
