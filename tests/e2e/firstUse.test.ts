import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capabilitiesOfPerson } from '#domain/access/roles.ts';
import hallWords from '../../assets/locales/zh-CN/hall.json' with { type: 'json' };
import signInWords from '../../assets/locales/zh-CN/signIn.json' with { type: 'json' };
import wallWords from '../../assets/locales/zh-CN/wall.json' with { type: 'json' };
import { pagesFor } from '../../renderer/apps/console/pages.ts';
import { ensureBuilt } from '../../scripts/build/ensureBuilt.ts';
import { HallProcess } from '../../scripts/demo/hallProcess.ts';
import { startVirtualDisplays, type VirtualDisplays } from '../../scripts/displays/startVirtualDisplays.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/first-use');
const PORT = 21_800;
const ADMINISTRATOR = 'Yunxing-2026-Hall';
const DISPATCHER = 'Zhihui-2026-Da';

let folder: string;
let displays: VirtualDisplays;
let hall: HallProcess;
let app: ConsoleApp;
let desk: AtTheDesk;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  await ensureBuilt((text) => console.log(text));
  folder = mkdtempSync(path.join(tmpdir(), 'first-use-'));
  closers.push(async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  displays = await startVirtualDisplays({ count: 2 });
  closers.push(() => displays.close());
  hall = await HallProcess.create({ storageDir: path.join(folder, 'storage'), logFile: path.join(folder, 'logs/hall.log'), port: PORT, mediaBasePort: PORT + 100, ingestPortFrom: PORT + 200, workers: 1 });
  closers.push(() => hall.close());
  await startConsole();
  closers.push(() => app.close());
});

afterAll(async () => {
  for (const end of closers.toReversed()) {
    await end();
  }
});

/** A console that nobody told anything: its profile folder is all that it is given. */
async function startConsole(): Promise<void> {
  const unset = ['CONSOLE_HALL_URL', 'CONSOLE_CA_FINGERPRINT', 'CONSOLE_TOKEN_FILE', 'CONSOLE_PERSON_TOKEN_FILE', 'CONSOLE_DISPLAY_PLAN'].map((name) => [name, ''] as const);
  const environment = { ...Object.fromEntries(unset), CONSOLE_USER_DATA: path.join(folder, 'console') };
  app = await ConsoleApp.create({ display: displays.display, environment, logFile: path.join(folder, 'logs/console.log') });
  desk = new AtTheDesk(await app.desk());
}

const photograph = (name: string) => desk.page.screenshot({ path: path.join(photographs, `${name}.png`) });
const field = (name: string) => desk.page.locator(`[data-field="${name}"]`);
const outcome = (name: string) => desk.page.locator(`[data-outcome="${name}"]`);
const toldOf = (word: string) => hall.told.find((line) => line.includes(word))?.split(/[::]\s*/).at(-1)?.trim();
const untilTold = (word: string) => until(`the hall to tell its ${word}`, async () => toldOf(word), { withinMs: 5_000 });
const untilWallIs = (stage: string) => until(`the wall to be ${stage}`, async () => (await app.wallStages()).join() === stage, { withinMs: 20_000 });

let oneTime: string;
let dispatcherOneTime: string;

describe('a hall that nobody has used yet', () => {
  it('tells whoever starts it one password, and its fingerprint', async () => {
    oneTime = await untilTold('password:');
    expect(await untilTold('user name:')).toBe('admin');
    expect(await untilTold('SHA-256')).toBe(hall.address.caFingerprint);
    expect(oneTime).toMatch(/^\S{10,}$/);
    expect(readFileSync(path.join(folder, 'logs/hall.log'), 'utf8').split('\n').filter((line) => line.startsWith('{') && line.includes(oneTime))).toEqual([]);
  });
});

describe('a console that has no hall yet', () => {
  it('says so on the desk and on the wall', async () => {
    await desk.page.locator('[data-page="firstStart"]').waitFor({ timeout: 15_000 });
    await untilWallIs('unconfigured');
    expect(await app.wallWords()).toEqual([wallWords.unconfiguredTitle]);
    await photograph('first-start');
  });

  it('says what is wrong with a wrong address and with a wrong fingerprint', async () => {
    const probe = () => desk.page.locator('[data-role="probe"]').click();
    await field('url').fill('127.0.0.1');
    await field('fingerprint').fill('abc');
    await probe();
    await desk.page.getByText('请填写 https:// 开头的地址和端口').waitFor();
    await desk.page.getByText('指纹应为 64 位十六进制字符').waitFor();
    // Nobody listens there.
    await field('url').fill(`https://127.0.0.1:${PORT + 399}`);
    await field('fingerprint').fill(hall.address.caFingerprint);
    await probe();
    await outcome('away').getByText('此地址没有应答').waitFor({ timeout: 15_000 });
    await field('url').fill(hall.address.url);
    await field('fingerprint').fill(hall.address.caFingerprint.replace(/^../, (first) => (first === '00' ? '11' : '00')));
    await probe();
    await outcome('wrongCertificate').getByText('请当面或通过电话核对指纹').waitFor({ timeout: 15_000 });
    await photograph('wrong-fingerprint');
    expect(await desk.page.locator('[data-role="save"]').count()).toBe(0);
  });

  it('names the hall at the right address, and takes it', async () => {
    // As people copy it: in capitals, with colons.
    await field('fingerprint').fill(hall.address.caFingerprint.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:'));
    await desk.page.locator('[data-role="probe"]').click();
    await outcome('reached').getByText('福建省高级人民法院执行指挥中心').waitFor({ timeout: 15_000 });
    await photograph('reached');
    await desk.page.locator('[data-role="save"]').click();
    await desk.page.locator('[data-page="signIn"]').waitFor({ timeout: 15_000 });
    await until('the hall’s name', async () => (await desk.page.locator('h1').textContent())?.includes('福建省高级人民法院执行指挥中心'), { withinMs: 15_000 });
    await desk.page.getByText(signInWords.wallsNotEnrolled).waitFor();
    await untilWallIs('notEnrolled');
    expect(await app.wallWords()).toEqual([hallWords.wallNotEnrolledTitle]);
    await photograph('sign-in');
  });
});

describe('the first administrator', () => {
  it('chooses a password, lands where people and devices are, and makes a dispatcher', async () => {
    await desk.offer('admin', oneTime);
    await desk.page.getByText('请设置新密码').waitFor({ timeout: 15_000 });
    await desk.choosePassword({ oneTime, next: ADMINISTRATOR });
    await desk.page.locator('[data-role="page-layer"][data-page="admin"]').waitFor({ timeout: 15_000 });
    expect(await desk.pages()).toEqual(pagesFor(capabilitiesOfPerson(['administrator'], { mustChangePassword: false })));
    await photograph('landed');
    await desk.button('新建账号').click();
    const dialog = desk.dialog();
    await dialog.getByLabel('登录名').fill('linxiaoyan');
    await dialog.getByLabel('姓名').fill('林晓燕');
    await dialog.getByRole('checkbox', { name: '调度员' }).check();
    await dialog.getByRole('button', { name: '建立账号' }).click();
    dispatcherOneTime = (await desk.page.locator('[data-role="one-time-password"]').textContent())!.trim();
    await desk.page.locator('[data-role="told"]').check();
    await desk.dialog().getByRole('button', { name: '完成' }).click();
    await desk.untilDialogCloses();
  });

  it('enrols this very machine, and its wall shows', async () => {
    await desk.openAdmin('设备');
    await desk.button('登记设备').click();
    await desk.dialog().getByLabel('名称').fill('指挥大厅 1 号席');
    await desk.dialog().getByRole('button', { name: '登记并发放注册码' }).click();
    const { code } = await desk.takeCode();
    await desk.page.locator('[data-role="open-settings"]').click();
    await desk.page.locator('[data-enrolled="false"]').waitFor();
    await field('code').fill('2222-2222');
    await desk.page.locator('[data-role="enrol"]').click();
    await desk.page.getByText('注册码不正确、已使用或已过期').waitFor({ timeout: 10_000 });
    await field('code').fill(code.toLowerCase());
    await desk.page.locator('[data-role="enrol"]').click();
    await desk.page.getByText('登记完成，本机在大厅中的名称为「指挥大厅 1 号席」').waitFor({ timeout: 10_000 });
    await desk.page.locator('[data-enrolled="true"]').waitFor();
    await photograph('enrolled');
    await untilWallIs('standby');
    expect(await app.untilWalls(['wall-1'])).toHaveLength(1);
    expect(await app.wallWords()).toEqual([wallWords.standbyTitle]);
    await desk.page.keyboard.press('Escape');
    await desk.untilDialogCloses();
    await desk.signOut();
  });
});

describe('the dispatcher', () => {
  it('comes in and has the wall before them', async () => {
    await desk.offer('linxiaoyan', dispatcherOneTime);
    await desk.page.getByText('请设置新密码').waitFor({ timeout: 15_000 });
    await desk.choosePassword({ oneTime: dispatcherOneTime, next: DISPATCHER });
    await desk.page.locator('[data-slot-id="wall-1"] [data-shown="true"]').waitFor({ timeout: 15_000 });
    expect(await desk.pages()).toContain('desk');
    await photograph('dispatcher');
  });
});

describe('after a restart', () => {
  it('the hall tells no password any more, and the one-time ones are spent', async () => {
    await hall.restart();
    expect(await untilTold('SHA-256')).toBe(hall.address.caFingerprint);
    await until('the desk to be back', async () => (await desk.page.locator('[data-role="connection"]').getAttribute('data-phase')) === 'online', { withinMs: 30_000 });
    expect(hall.told.join('\n')).not.toMatch(/password|密码/);
    await desk.signOut();
    await desk.offer('admin', oneTime);
    await desk.page.getByText('用户名或密码不正确').waitFor({ timeout: 10_000 });
  });

  it('the console knows its hall, asks who is there, and is enrolled as far as this machine can keep a secret', async () => {
    const keeps = await app.keepsSecrets();
    await app.close();
    await startConsole();
    await until('the hall’s name', async () => (await desk.page.locator('h1').textContent())?.includes('福建省高级人民法院执行指挥中心'), { withinMs: 15_000 });
    expect(await desk.page.locator('[data-page="signIn"]').count()).toBe(1);
    await untilWallIs(keeps ? 'standby' : 'notEnrolled');
    await desk.page.getByText(keeps ? signInWords.wallsAlone : signInWords.wallsNotEnrolled).waitFor();
    console.log(`this machine ${keeps ? 'has' : 'has no'} key store`);
    await photograph('restarted');
    await desk.signIn('linxiaoyan', DISPATCHER);
  });
});
