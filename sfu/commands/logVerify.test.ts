import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandId, CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { enrolUnit } from '#domain/units/decideUnit.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { EventLog } from '../log/eventLog.ts';
import { createExport, keyFingerprint } from '../log/export/exportFile.ts';
import { openStorage, type Storage } from '../persistence/storage.ts';

const ENTRY = path.join(import.meta.dirname, 'logVerify.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'hall-verify-'));
const storageDir = path.join(folder, 'storage');
let storage: Storage;
let eventLog: EventLog;
let fingerprint: string;

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], HALL_STORAGE_DIR: storageDir };
    execFile(process.execPath, [ENTRY, ...args], { env }, (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }));
  });
}
const sql = (statement: string) => {
  const database = new SqliteDatabase(path.join(storageDir, 'hall.sqlite'));
  database.exec(statement);
  database.close();
};
const enrol = (unitId = crypto.randomUUID() as UnitId) => eventLog.execute({
  commandId: crypto.randomUUID() as CommandId, name: 'unit.enrol', input: {}, actor: { kind: 'operator', name: 'root' }, via: null,
  decide: (state) => enrolUnit(state, { unitId, courtCode: '闽' as CourtCode, name: '单兵', teamName: '一组', kind: 'phone', expiresAt: 1 }),
});

beforeAll(async () => {
  storage = await openStorage({ storageDir, databaseUrl: null, exclusive: true });
  const key = openSigningKey(storage.folder, 'log');
  fingerprint = keyFingerprint(key.publicKey);
  eventLog = await EventLog.open({ journal: storage.journal, key, now: Date.now, log: pino({ level: 'silent' }) });
  await Promise.all(Array.from({ length: 200 }, () => enrol()));
  for (const format of ['json', 'csv'] as const) {
    const header = { hallId: storage.hallId, hallName: '指挥中心', exportedAt: Date.now(), exportedBy: { kind: 'operator', name: 'root' }, purpose: '年度检查', filter: {}, position: eventLog.position } as const;
    const writer = createExport({ format, header, key });
    (await storage.journal.read({ after: 0, limit: 400 })).forEach((entry) => writer.add(entry));
    writeFileSync(path.join(folder, `audit.${format}`), writer.finish());
  }
});
afterAll(async () => {
  await eventLog.close();
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run log:verify', () => {
  it('verifies the database of a hall that runs and goes on writing', async () => {
    const verdict = run();
    await enrol();
    const { code, out, err } = await verdict;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/日志完好：共 40[0-2] 条/);
    expect(out).toContain(`密钥指纹 ${fingerprint}`);
  });

  it('says the first fault, in a sentence and a code', async () => {
    sql(`update entries set courtCode = '闽01' where sequence in (17, 40)`);
    expect(await run()).toMatchObject({ code: 1, out: expect.stringMatching(/日志第 17 条有误:内容被改动过,与其校验值不符\(altered\)。此前的 16 条完好。/) });
    sql(`update entries set courtCode = '闽' where sequence in (17, 40)`);
    expect((await run()).code).toBe(0);
  });

  it.each(['json', 'csv'])('verifies an exported %s file without a hall', async (format) => {
    const file = path.join(folder, `audit.${format}`);
    const good = await run(file, '--key', fingerprint.toUpperCase());
    expect(good).toMatchObject({ code: 0, err: '', out: expect.stringContaining('文件完好：共 400 条，签名有效。') });
    expect(good.out).toContain('用途：年度检查');
    expect(await run(file, '--key', 'a'.repeat(64))).toMatchObject({ code: 1, out: expect.stringContaining('(foreignKey)') });
    expect(await run(ENTRY)).toMatchObject({ code: 1, out: expect.stringContaining('(unreadable)') });
  });

  it.each([
    [['--key', 'abc'], '64 位十六进制'],
    [['a', 'b'], '一次只能核验一个文件'],
    [['--what'], '用法'],
    [['/nowhere/audit.json'], '无法读取'],
  ])('tells %j how it is used', async (args, text) => {
    expect(await run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(text) });
  });
});
