import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capabilitiesOfPerson } from '#domain/access/roles.ts';
import { ROLES, type Role } from '#protocol/roles.ts';
import roleWords from '../../assets/locales/zh-CN/roles.json' with { type: 'json' };
import { pagesFor } from '../../renderer/apps/console/pages.ts';
import { CAST, type CastMember } from '../../scripts/demo/cast.ts';
import { Stage } from '../../scripts/demo/stage.ts';
import { startVirtualDisplays, type VirtualDisplays } from '../../scripts/displays/startVirtualDisplays.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { untilFeedsLive } from './rig/hallRig.ts';
import { seeTiles } from './rig/tileSight.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/people');
const WRONG = 'Wrong-2026-xyz';

let displays: VirtualDisplays;
let stage: Stage;
let app: ConsoleApp;
let desk: AtTheDesk;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  displays = await startVirtualDisplays({ count: 2 });
  closers.push(() => displays.close());
  stage = await Stage.create({ units: 3, pages: 0, display: displays.display, basePort: 21_000, workers: 1, people: CAST, deskPerson: null, say: (text) => console.log(text) });
  closers.push(() => stage.close());
  await stage.fleet();
  app = await ConsoleApp.create({ display: displays.display, environment: stage.consoleEnvironment(), logFile: `${stage.folder}/logs/console.log` });
  closers.push(() => app.close());
  desk = new AtTheDesk(await app.desk());
  await untilFeedsLive(stage);
});

afterAll(async () => {
  for (const end of closers.toReversed()) {
    await end();
  }
});

const photograph = (name: string) => desk.page.screenshot({ path: path.join(photographs, `${name}.png`) });
const someone = (role: Role): CastMember => CAST.find(({ roles }) => roles[0] === role)!;
const signIn = (username: string) => desk.signIn(username, stage.password);
const post = (name: string) => desk.page.locator(`[data-post="${name}"]`);

describe('the sign-in page', () => {
  it('names the hall, and says what is wrong with a wrong password', async () => {
    await until('the hall’s name', async () => (await desk.page.locator('h1').textContent())?.includes('执行指挥中心'), { withinMs: 15_000 });
    await photograph('sign-in');
    await desk.offer('diaodu2', WRONG);
    await desk.page.getByText('用户名或密码不正确').waitFor({ timeout: 10_000 });
    await photograph('sign-in-wrong');
  });

  it('locks an account after five wrong passwords, also for the right one, and says until when', async () => {
    for (let wrong = 0; wrong < 5; wrong += 1) {
      await desk.offer('shenpi', WRONG);
      await desk.page.locator('[data-role="sign-in"]:not([data-loading="true"])').waitFor();
    }
    await desk.offer('shenpi', stage.password);
    const locked = desk.page.locator('[role="alert"][data-code="accountLocked"]');
    await locked.waitFor({ timeout: 10_000 });
    expect(await locked.textContent()).toMatch(/账号已锁定，请在 \d\d:\d\d 后再试/);
    await photograph('sign-in-locked');
  });
});

describe('each role', () => {
  it.each(ROLES.filter((role) => role !== 'witness' && role !== 'approver'))('%s finds their pages and no others', async (role) => {
    const { username, name, roles } = someone(role);
    await signIn(username);
    const menu = await desk.page.locator('[data-role="person-menu"]').textContent();
    expect(menu).toContain(name);
    expect(menu).toContain(roleWords[role]);
    expect(await desk.pages()).toEqual(pagesFor(capabilitiesOfPerson(roles, { mustChangePassword: false })));
    await until('the hall to be followed', async () => (await desk.page.locator('[data-role="connection"]').getAttribute('data-phase')) === 'online', { withinMs: 10_000 });
    await until('the page to be there', async () => (await desk.page.getByText('正在加载…').count()) === 0, { withinMs: 10_000 });
    await photograph(`role-${role}`);
    await desk.signOut();
  });

  it('witness is told that there is nothing for them here', async () => {
    await desk.offer(someone('witness').username, stage.password);
    await desk.page.getByText('您的岗位在调度台没有可用的功能').waitFor({ timeout: 15_000 });
    expect(await desk.pages()).toEqual([]);
    await photograph('role-witness');
    await desk.page.locator('[data-role="sign-out"]').click();
    await desk.page.locator('[data-field="username"]').waitFor();
  });

  it('a basic court’s dispatcher sees the units of that court alone', async () => {
    const own = stage.members.filter(({ courtCode }) => courtCode === '闽0203');
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(stage.members.length);
    await signIn('siming');
    const rows = desk.page.locator('[data-role="unit-list"] [role="option"]');
    await until('the own units', async () => (await rows.count()) === own.length, { withinMs: 10_000 });
    expect((await rows.allTextContents()).join()).toContain(own[0]!.name);
    await photograph('basic-court');
    await desk.signOut();
  });
});

describe('an account', () => {
  it('is made by an administrator, and its owner chooses a password of their own before anything else', async () => {
    await signIn('guanli');
    await desk.open('admin');
    await photograph('admin-people');
    await desk.button('新建账号').click();
    const dialog = desk.dialog();
    await dialog.getByLabel('登录名').fill('linmeihua');
    await dialog.getByLabel('姓名').fill('林美华');
    await dialog.getByRole('checkbox', { name: '调度员' }).check();
    await photograph('admin-new-person');
    await dialog.getByRole('button', { name: '建立账号' }).click();
    const oneTime = (await desk.page.locator('[data-role="one-time-password"]').textContent())!.trim();
    await photograph('admin-one-time-password');
    await desk.page.locator('[data-role="told"]').check();
    await desk.dialog().getByRole('button', { name: '完成' }).click();
    await desk.untilDialogCloses();
    await desk.signOut();

    await desk.offer('linmeihua', oneTime);
    await desk.page.getByText('请设置新密码').waitFor({ timeout: 15_000 });
    expect(await desk.pages()).toEqual([]);
    const fill = async (next: string) => {
      await desk.page.locator('[data-field="present"]').fill(oneTime);
      await desk.page.locator('[data-field="next"]').fill(next);
      await desk.page.locator('[data-field="repeat"]').fill(next);
      await desk.page.locator('[data-role="change-password"]').click();
    };
    await fill('linmeihua-1A');
    await desk.page.getByText('新密码里含有用户名').waitFor();
    await photograph('change-password');
    await fill('Zhihui-2026-Da');
    await desk.page.locator('[data-role="person-menu"]').waitFor({ timeout: 15_000 });
    expect(await desk.pages()).toContain('desk');
    await desk.signOut();
  });
});

describe('a shift', () => {
  it('is begun, handed over with what is done and undone, and taken over by the one it was offered to', async () => {
    await signIn('diaodu');
    await desk.open('duty');
    await post('officer').getByRole('button', { name: '接岗' }).click();
    await desk.dialog().getByRole('button', { name: '接岗' }).click();
    await post('officer').getByText('在岗').waitFor();
    await post('officer').getByRole('button', { name: '交班' }).click();
    const dialog = desk.dialog();
    await dialog.getByLabel('接班人').fill('郑国栋');
    await desk.page.getByRole('option', { name: /郑国栋/ }).click();
    await dialog.getByLabel('待办事项').fill('安溪执行一组晚间复查查封车辆');
    await dialog.getByLabel('已办事项').fill('思明执行一组已安全返回');
    await photograph('duty-offer');
    await dialog.getByRole('button', { name: '交班', exact: true }).click();
    await post('officer').getByText('交班中').waitFor();
    await desk.signOut({ fromDuty: true });

    await signIn('diaodu2');
    await desk.page.locator('[data-role="duty-badge"]').getByText(/待您接班/).waitFor({ timeout: 10_000 });
    await desk.open('duty');
    await post('officer').getByRole('button', { name: '接班' }).click();
    expect(await desk.dialog().textContent()).toContain('安溪执行一组晚间复查查封车辆');
    await photograph('duty-accept');
    await desk.dialog().getByRole('button', { name: '接班', exact: true }).click();
    await until('the post to be held by the successor', async () => (await post('officer').textContent())?.includes('郑国栋'), { withinMs: 10_000 });
    expect(await post('officer').textContent()).toContain('上次交接：林晓燕 → 郑国栋');
    await photograph('duty');
    await desk.signOut({ fromDuty: true });
  });
});

describe('a unit', () => {
  it('that is revoked is cut off at once: no picture, no way back, and the audit says who did it and why', async () => {
    const gone = stage.members[0]!;
    const fleet = await stage.fleet();
    await signIn('diaodu');
    const onWall = async () => (await seeTiles(desk.page)).some((tile) => tile.unitId === gone.unitId);
    await desk.page.locator(`[data-role="unit-list"] [data-unit-id="${gone.unitId}"]`).click();
    await until('its picture at the desk', onWall, { withinMs: 15_000 });
    await desk.openAdmin('单位');
    await desk.row(gone.name).click();
    await photograph('admin-units');
    await desk.button('吊销').click();
    const dialog = desk.dialog();
    await dialog.getByLabel('理由').fill('设备在行动中遗失');
    await dialog.locator('[data-role="typed-name"]').fill(gone.name);
    await photograph('admin-revoke');
    await dialog.getByRole('button', { name: '吊销', exact: true }).click();
    await desk.untilDialogCloses();
    await until('the device to be cut off', async () => fleet.states().find((state) => state.unitId === gone.unitId)?.online === false, { withinMs: 5_000 });
    await desk.open('desk');
    await until('it to be gone from the desk', async () => !(await onWall()) && (await desk.page.locator(`[data-unit-id="${gone.unitId}"]`).count()) === 0, { withinMs: 10_000 });
    await desk.signOut();

    await signIn('shenji');
    await desk.open('audit');
    const row = desk.row('设备在行动中遗失');
    await row.waitFor({ timeout: 10_000 });
    expect(await row.textContent()).toContain('林晓燕');
    await row.click();
    await photograph('audit');
    await desk.button('该对象的全部历史').click();
    await desk.page.getByText(/仅显示一个对象的历史/).waitFor({ timeout: 10_000 });
    await desk.row('登记单位').waitFor({ timeout: 10_000 });
    const history = (await desk.page.getByRole('row').allTextContents()).join('\n');
    expect(history).toContain('登记单位');
    expect(history).toContain('设备在行动中遗失');
    await photograph('audit-history');
    await desk.signOut();
  });
});

describe('personal data', () => {
  it('is opened with a purpose, and the look is in the audit', async () => {
    await signIn('guanli');
    await desk.open('admin');
    await desk.row('黄建平').click();
    // Who administers accounts may set a number, and not look at it.
    expect(await desk.button('查看').count()).toBe(0);
    await desk.signOut();
    const { users } = stage.control.people();
    const subject = users.find((user) => user.username === 'daiban')!;
    const { phone } = await stage.control.request('user.openPhone', { commandId: stage.control.newCommandId(), userId: subject.userId, purpose: '通知夜间行动集合' });
    expect(phone).toBe(CAST.find(({ username }) => username === 'daiban')!.phone);
    await signIn('shenji');
    await desk.open('audit');
    await desk.page.getByText('谁看过什么').click();
    await desk.row('通知夜间行动集合').waitFor({ timeout: 10_000 });
    await photograph('audit-who-saw');
    await desk.signOut();
  });
});

describe('without the hall', () => {
  it('the sign-in page says so and goes on by itself, and a signed-in desk stays readable', async () => {
    await stage.hall.kill();
    await desk.page.locator('[data-role="hall-away"]').waitFor({ timeout: 20_000 });
    await photograph('sign-in-away');
    await stage.hall.restart();
    await until('the notice to go', async () => (await desk.page.locator('[data-role="hall-away"]').count()) === 0, { withinMs: 30_000 });
    await signIn('diaodu');
    await until('the units', async () => (await desk.page.locator('[data-role="unit-list"] [role="option"]').count()) === 2, { withinMs: 20_000 });
    await stage.hall.kill();
    await desk.page.locator('[role="status"][data-phase="offline"]').waitFor({ timeout: 20_000 });
    expect(await desk.page.locator('[data-role="unit-list"] [role="option"]').count()).toBe(2);
    await photograph('desk-away');
    await stage.hall.restart();
    await until('to be online again', async () => (await desk.page.locator('[data-role="connection"]').getAttribute('data-phase')) === 'online', { withinMs: 30_000 });
  });
});
