import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTSIDE_TOKEN, startOutside, type RunningOutside } from '../../scripts/outside/startOutside.ts';
import { startTestHall, type TestHall } from '../../sfu/testing/testHall.ts';
import { camerasWithoutMedia } from './camerasWithoutMedia.ts';

const COMMAND = path.resolve(import.meta.dirname, '../../scripts/scenario.ts');
const RUN_WITHIN_MS = 120_000;

describe('npm run scenario', () => {
  let outside: RunningOutside;
  let test: TestHall;
  const folder = mkdtempSync(path.join(tmpdir(), 'scenario-test-'));
  beforeAll(async () => {
    outside = await startOutside({ port: 0 });
    const connectors = (['police', 'hotline'] as const).map((kind) => ({ id: kind, kind, url: outside.urlOf(kind), token: OUTSIDE_TOKEN, pollEveryMs: 100 }));
    test = await startTestHall({ planes: camerasWithoutMedia(), config: { exercise: true, connectors } });
  });
  afterAll(async () => {
    await test.close();
    await outside.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (...args: string[]) => new Promise<{ code: number; out: string; complaint: string }>((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], { env: { PATH: process.env['PATH'] } }, (error, out, complaint) => resolve({ code: error === null ? 0 : Number(error.code), out, complaint }));
  });
  const here = () => ['--hall', `https://127.0.0.1:${test.hall.port}`, '--storage', test.storageDir, '--outside', `http://127.0.0.1:${outside.port}`];

  it('reads and sets the clock of an exercise', async () => {
    expect(await run('clock', '--rate', '0', ...here().slice(0, 4))).toMatchObject({ code: 0, out: expect.stringContaining('已暂停') });
    const before = await run('clock', ...here().slice(0, 4));
    const after = await run('clock', '--advance', '00:10:00', ...here().slice(0, 4));
    const timeOf = ({ out }: { out: string }) => Date.parse(`${/\d{4}\/\d+\/\d+ [\d:]+/.exec(out)?.[0]} UTC`);
    expect(timeOf(after) - timeOf(before)).toBe(600_000);
  }, RUN_WITHIN_MS);

  it('plays a scenario in a hall that is there already, and writes its report', async () => {
    const file = path.join(folder, 'report.json');
    const { code, out } = await run('shanqu-yuzu-qiuyuan', '--play-staff', '--fast', '--report', file, ...here());
    expect(out).toContain('山区遇阻求援：100 分');
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ report: { total: 100 }, faults: [] });
  }, RUN_WITHIN_MS);

  it.each([
    [['no-such-scenario', '--nobody', '--fast'], '读不到脚本'],
    [['shanqu-yuzu-qiuyuan', '--fast', '--play-staff', '--rate', '3'], '--fast'],
    [['shanqu-yuzu-qiuyuan'], '--hall'],
    [['clock', '--advance', '十分钟'], '--advance'],
    [['shanqu-yuzu-qiuyuan', '--hall', 'https://127.0.0.1:1', '--outside', 'here'], '--outside'],
    [[], '请写明脚本'],
  ])('%j is refused in words', async (args, words) => {
    const { code, complaint } = await run(...args);
    expect(complaint).toContain(words);
    expect(code).toBeGreaterThan(0);
  });
});
