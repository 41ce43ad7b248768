import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerCourt } from '#domain/courts/decideCourt.ts';
import { createUser } from '#domain/people/decideUser.ts';
import { enrolUnit, revokeUnit } from '#domain/units/decideUnit.ts';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { CourtCode, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { Actor } from '#protocol/nouns/log.ts';
import { EventLog } from '../log/eventLog.ts';
import { createExport } from '../log/export/exportFile.ts';
import { verifyExport } from '../log/export/verifyExport.ts';
import { openStorage, type Storage } from '../persistence/storage.ts';
import { runAuditCommand } from './auditCommand.ts';
import { auditOptions } from './auditOptions.ts';

const key = generateKeyPairSync('ed25519');
const courtCode = '闽0203' as CourtCode;
const [lin, unitId] = [randomUUID() as UserId, randomUUID() as UnitId];
const person: Actor = { kind: 'person', userId: lin, name: '林伟', courtCode };
let folder = '';
let beside: Storage;
let hall: { storage: Storage; log: EventLog };

/** A hall that runs, with a few things done, and a second pair of eyes on its database. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'audit-'));
  const storage = await openStorage({ storageDir: folder, databaseUrl: null });
  let at = Date.UTC(2026, 10, 22, 1);
  const log = await EventLog.open({ journal: storage.journal, key, now: () => (at += 60_000), log: pino({ level: 'silent' }) });
  hall = { storage, log };
  const execute = (actor: Actor, decide: (state: HallState) => Decision<unknown>) => log.execute({ commandId: null, name: 'test', input: null, actor, via: null, decide });
  const operator: Actor = { kind: 'operator', name: 'root' };
  await execute({ kind: 'hall' }, (state) => registerCourt(state, {
    courtCode, name: '厦门市思明区人民法院', level: 'basic', position: { longitudeDeg: 118.1, latitudeDeg: 24.4 }, validFrom: null, validTo: null, source: '测试',
  }));
  await execute(operator, (state) => createUser(state, { userId: lin, username: 'linwei', name: '林伟', courtCode, roles: ['dutyOfficer'], phone: null }));
  await execute(person, (state) => enrolUnit(state, { unitId, courtCode, name: '单兵 3 号', teamName: '执行一组', kind: 'recorder', expiresAt: at }));
  await execute(person, (state) => revokeUnit(state, { unitId, expectedVersion: 2, reason: '遗失' }));
  await execute(operator, (state) => enrolUnit(state, { unitId: randomUUID() as UnitId, courtCode: '闽06' as CourtCode, name: '漳州车载', teamName: '二组', kind: 'vehicle', expiresAt: at }));
  beside = await openStorage({ storageDir: folder, databaseUrl: null, readOnly: true });
});

afterAll(async () => {
  await beside.close();
  await hall.log.close();
  await hall.storage.close();
  await rm(folder, { recursive: true });
});

const run = (...words: string[]) => runAuditCommand(auditOptions(words), {
  journal: beside.journal,
  newExport: (options) => createExport({ ...options, key }),
  hallId: beside.hallId,
  hallName: '执行指挥中心',
  operator: 'root',
  now: () => Date.UTC(2026, 10, 22, 3),
});
const lines = async (...words: string[]) => (await run(...words)).split('\n');

describe('npm run audit', () => {
  it('tells one object\'s history, oldest first, in words and Beijing time', async () => {
    const [head, ...rows] = await lines('--subject', `unit/${unitId}`);
    expect(head).toMatch(/^序号 {2}北京时间 +谁 +做了什么 +对象$/);
    expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
      ['3', expect.stringMatching(/^2026-11-22 09:\d\d:00$/), '林伟（思明区法院）', '登记单位 单兵 3 号（执行一组）', `单兵 3 号（unit/${unitId}）`],
      ['4', expect.any(String), '林伟（思明区法院）', expect.stringContaining('发放单位注册码，有效至 2026-11-22 09:'), `单兵 3 号（unit/${unitId}）`],
      ['5', expect.any(String), '林伟（思明区法院）', '吊销单位：遗失', `单兵 3 号（unit/${unitId}）`],
    ]);
  });

  it('filters by account, court and name, and says when there is more', async () => {
    const numbers = async (...words: string[]) => (await lines('--json', ...words)).map((line) => (JSON.parse(line) as { sequence: number }).sequence);
    expect(await numbers('--actor', 'LinWei')).toEqual([3, 4, 5]);
    expect(await numbers('--actor', lin)).toEqual([3, 4, 5]);
    expect(await numbers('--court', '闽06')).toEqual([6, 7]);
    expect(await numbers('--names', 'user.,unit.enrolled')).toEqual([2, 3, 6]);
    expect(await numbers('--text', '漳州')).toEqual([6]);
    expect((await lines('--limit', '2')).at(-1)).toContain('只列出最近 2 条');
    expect(await run('--from', '2027-01-01')).toBe('没有符合条件的留痕。');
    await expect(run('--actor', 'nobody')).rejects.toThrow('没有账号“nobody”');
  });

  it('saves a signed file that says who made it, and never writes over one', async () => {
    const file = path.join(folder, 'copy.json');
    const words = ['--court', '闽0203', '--export', file, '--purpose', '院内检查'];
    expect(await run(...words)).toContain('已导出 5 条');
    expect(verifyExport(await readFile(file))).toMatchObject({
      fault: null,
      entries: 5,
      frame: { hallId: hall.storage.hallId, exportedBy: { kind: 'operator', name: 'root' }, purpose: '院内检查', filter: { courtCode: '闽0203' }, position: { sequence: 7 } },
    });
    await expect(run(...words)).rejects.toThrow('已存在');
    expect(hall.log.position.sequence).toBe(7);
  });
});
