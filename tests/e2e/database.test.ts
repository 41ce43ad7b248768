import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courtCode } from '#protocol/nouns/ids.ts';
import commandWords from '../../assets/locales/zh-CN/command.json' with { type: 'json' };
import { startPostgres, type PostgresServer } from '../../scripts/postgres/startPostgres.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { untilFresh } from './rig/look.ts';
import { until } from './rig/until.ts';

const root = path.resolve(import.meta.dirname, '../..');
const photographs = path.join(root, 'out/photographs/database');
const UNITS = 2;

let postgres: PostgresServer;
let rig: HallRig;
let desk: AtTheDesk;
let other: AtTheDesk;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  postgres = await startPostgres();
  closers.push(() => postgres.close());
  rig = await startHallRig({ displays: 2, units: UNITS, pages: 0, basePort: 22_600, databaseUrl: postgres.databaseUrl });
  closers.push(() => rig.close());
  const second = await ConsoleApp.create({ display: rig.displays.display, environment: rig.stage.otherConsoleEnvironment('second'), logFile: `${rig.stage.folder}/logs/second.log` });
  closers.push(() => second.close());
  other = new AtTheDesk(await second.desk());
  desk = new AtTheDesk(await rig.console.desk());
  await untilFeedsLive(rig.stage);
  await untilFresh(rig.console, { count: UNITS, withinMs: 30_000 });
});

afterAll(async () => {
  for (const end of closers.toReversed()) {
    await end();
  }
});

const banner = () => desk.page.locator('[data-role="not-writable"]');
const post = (name: string) => desk.page.locator(`[data-post="${name}"]`);
const untilOnline = () => until('the desk to be online', async () => (await desk.page.locator('[data-role="connection"]').getAttribute('data-phase')) === 'online', { withinMs: 30_000 });

async function startDuty(name: string): Promise<void> {
  await post(name).getByRole('button', { name: '接岗' }).click();
  await desk.dialog().getByRole('button', { name: '接岗' }).click();
}

/** What the duty book says happened, newest first. */
async function dutyBook(): Promise<string[]> {
  const { entries } = await rig.stage.control.request('duty.log', { courtCode: courtCode.parse('闽'), limit: 50 });
  return entries.map(({ name }) => name).filter((name) => name.startsWith('duty.'));
}

describe('a hall whose log is in PostgreSQL', () => {
  it('records what is done at the desk', async () => {
    await desk.open('duty');
    await startDuty('leader');
    await post('leader').getByText('在岗').waitFor({ timeout: 10_000 });
    expect(await banner().count()).toBe(0);
  });

  it('says in words that the database is away, refuses every change with the reason, and goes on showing', async () => {
    // In the midst of taking a post; from here on nobody does anything.
    await post('officer').getByRole('button', { name: '接岗' }).click();
    const submit = desk.dialog().getByRole('button', { name: '接岗' });
    await until('the post to be there to take', () => submit.isEnabled(), { withinMs: 5_000 });
    await postgres.stop();
    await banner().getByText('大厅服务器连不上数据库').waitFor({ timeout: 15_000 });
    expect(await banner().textContent()).toContain('画面、声音、位置和大屏显示不受影响');
    expect(await banner().getAttribute('data-reason')).toBe('databaseAway');
    await desk.dialog().getByText(commandWords.notWritable).waitFor({ timeout: 5_000 });
    expect(await submit.isDisabled()).toBe(true);
    await desk.page.screenshot({ path: path.join(photographs, 'refused.png') });
    await desk.dialog().getByRole('button', { name: '取消' }).click();
    await desk.untilDialogCloses();

    const blocked = post('officer').getByRole('button', { name: '接岗' });
    expect(await blocked.getAttribute('aria-disabled')).toBe('true');
    await blocked.hover();
    await desk.page.getByRole('tooltip').getByText(commandWords.notWritable).waitFor({ timeout: 5_000 });
    await desk.page.screenshot({ path: path.join(photographs, 'blocked.png') });
    await blocked.click({ force: true });
    expect(await desk.dialog().count()).toBe(0);
    await desk.open('desk');
    expect(await desk.button('清空整屏').isDisabled()).toBe(true);
    expect(await desk.button('4 画面').isDisabled()).toBe(true);

    await untilFresh(rig.console, { count: UNITS, withinMs: 10_000, after: Date.now() });
    expect((await rig.stage.fleet()).states().every((unit) => unit.online)).toBe(true);
    expect(await desk.page.locator('[data-synced="true"]').first().textContent()).toContain(`在线 ${UNITS} / ${UNITS}`);
    await desk.page.screenshot({ path: path.join(photographs, 'away.png') });
  });

  it('lets nobody in who could not be recorded, and says why', async () => {
    await other.offer('diaodu', rig.stage.password);
    await other.page.getByText('服务器现在无法记录登录').waitFor({ timeout: 20_000 });
    expect(await other.page.locator('[data-page="signIn"]').count()).toBe(1);
    await other.page.screenshot({ path: path.join(photographs, 'sign-in.png') });
  });

  it('goes on by itself when the database is back', async () => {
    await postgres.start();
    await until('the banner to go', async () => (await banner().count()) === 0, { withinMs: 20_000 });
    await other.signIn('diaodu', rig.stage.password);
    await desk.open('duty');
    await startDuty('officer');
    await post('officer').getByText('在岗').waitFor({ timeout: 10_000 });
    // What was refused has not been done behind anyone's back.
    expect(await dutyBook()).toEqual(['duty.started', 'duty.started']);
  });

  it('is killed and comes back with all that it had said was done', async () => {
    const killedAt = Date.now();
    await rig.stage.hall.kill();
    await rig.stage.hall.restart();
    await untilOnline();
    await untilFresh(rig.console, { count: UNITS, withinMs: 30_000, after: killedAt });
    for (const name of ['leader', 'officer']) {
      expect(await post(name).textContent()).toContain('在岗');
    }
    await post('officer').getByRole('button', { name: '离岗' }).click();
    await desk.dialog().getByLabel('说明').fill('夜间无人接替');
    await desk.dialog().getByRole('button', { name: '离岗' }).click();
    await post('officer').getByText('无人值班').waitFor({ timeout: 10_000 });
    expect(await dutyBook()).toEqual(['duty.ended', 'duty.started', 'duty.started']);
  });

  it('has kept a log that verifies', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, 'sfu/commands/logVerify.ts')], {
      env: { ...process.env, HALL_STORAGE_DIR: rig.stage.place.storageDir, DATABASE_URL: postgres.databaseUrl },
    });
    expect(stdout).toContain('日志完好');
    expect(Number(/共 (\d+) 条/.exec(stdout)?.[1])).toBeGreaterThan(90);
  });
});
