import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capabilitiesOfPerson } from '#domain/access/roles.ts';
import type { Role } from '#protocol/roles.ts';
import { pagesFor } from '../../renderer/apps/console/pages.ts';
import { ensureBuilt } from '../../scripts/build/ensureBuilt.ts';
import { CAST, type CastMember } from '../../scripts/demo/cast.ts';
import { Stage } from '../../scripts/demo/stage.ts';
import { startVirtualDisplays } from '../../scripts/displays/startVirtualDisplays.ts';
import { openOperator } from '../../sfu/commands/openOperator.ts';
import { newCommandId } from '../../sfu/operator/commandLine.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { untilFeedsLive } from './rig/hallRig.ts';
import { seeTiles } from './rig/tileSight.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/rights');
const SUBJECT: CastMember = { username: 'luyuanhang', name: '陆远航', courtCode: '闽', roles: ['dispatcher', 'judge'], phone: '0591-8700 0131' };
const ADMINISTRATOR = CAST.find(({ roles }) => roles.includes('administrator'))!;

let stage: Stage;
let desk: AtTheDesk;
/** The administrator's own console. */
let office: AtTheDesk;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  await ensureBuilt((text) => console.log(text));
  const displays = await startVirtualDisplays({ count: 1 });
  closers.push(() => displays.close());
  stage = await Stage.create({
    units: 1, pages: 0, display: displays.display, basePort: 21_450, workers: 1, people: [SUBJECT, ADMINISTRATOR], deskPerson: SUBJECT.username, say: (text) => console.log(text),
  });
  closers.push(() => stage.close());
  await stage.fleet();
  const consoleOf = async (name: string, environment: Record<string, string>) => {
    const app = await ConsoleApp.create({ display: displays.display, environment, logFile: `${stage.folder}/logs/${name}.log` });
    closers.push(() => app.close());
    return new AtTheDesk(await app.desk());
  };
  desk = await consoleOf('console', stage.consoleEnvironment());
  office = await consoleOf('office', stage.otherConsoleEnvironment('office'));
  await untilFeedsLive(stage);
});

afterAll(async () => {
  for (const end of closers.toReversed()) {
    await end();
  }
});

const photograph = (of: AtTheDesk, name: string) => of.page.screenshot({ path: path.join(photographs, `${name}.png`) });
const pagesOf = (roles: readonly Role[]) => pagesFor(capabilitiesOfPerson(roles, { mustChangePassword: false }));
const isOnline = async () => (await desk.page.locator('[data-role="connection"]').getAttribute('data-phase')) === 'online';
const departure = (kind: string) => desk.page.locator(`[data-departure="${kind}"]`);

/** From the hall's own machine, as its operator does. */
async function giveRoles(roles: readonly Role[]): Promise<void> {
  const link = await openOperator(stage.place);
  try {
    const user = (await link.snapshot()).users.find(({ username }) => username === SUBJECT.username)!;
    await link.request('user.change', { commandId: newCommandId(), userId: user.userId, expectedVersion: user.version, name: user.name, roles: [...roles] });
  } finally {
    link.close();
  }
}

async function untilPagesOf(roles: readonly Role[]): Promise<void> {
  const expected = pagesOf(roles).join();
  await until(`the pages ${expected}`, async () => (await desk.pages()).join() === expected && (await isOnline()), { withinMs: 10_000 });
}

/** The one unit, chosen at the desk, shows a picture of now. */
async function untilPicture(): Promise<void> {
  const [{ unitId }] = stage.members as [Stage['members'][number]];
  const row = desk.page.locator(`[data-role="unit-list"] [data-unit-id="${unitId}"]`);
  if ((await row.getAttribute('aria-selected')) !== 'true') {
    await row.click();
  }
  const after = Date.now();
  await until('its picture at the desk', async () => (await seeTiles(desk.page)).some((tile) => tile.ownPicture && (tile.capturedAt ?? 0) > after), { withinMs: 15_000 });
}

describe('someone who is signed in', () => {
  it('loses pages with a role and stays where they may be, and has them back with it', async () => {
    await untilPagesOf(SUBJECT.roles);
    await untilPicture();
    await desk.openAdmin('单位');
    await giveRoles(['judge']);
    expect(pagesOf(['judge'])).not.toContain('admin');
    await untilPagesOf(['judge']);
    await desk.page.locator('[data-role="desk-layer"]:not([inert])').waitFor({ timeout: 5_000 });
    expect(await desk.page.locator('[data-role="page-layer"]').count()).toBe(0);
    const menu = await desk.page.locator('[data-role="person-menu"]').textContent();
    expect(menu).toContain('执行法官');
    expect(menu).not.toContain('调度员');
    await untilPicture();
    await photograph(desk, 'without-role');
    await giveRoles(SUBJECT.roles);
    await untilPagesOf(SUBJECT.roles);
    await untilPicture();
  });

  it('is out when an administrator ends the sign-in, reads why, and may come again', async () => {
    await office.signIn(ADMINISTRATOR.username, stage.password);
    await office.openAdmin('登录会话');
    await office.page.getByRole('row', { name: new RegExp(`${SUBJECT.name}.*个连接`) }).click();
    await office.button('结束登录').click();
    await office.dialog().getByLabel('理由').fill('忘记退出');
    await photograph(office, 'end-session');
    await office.dialog().getByRole('button', { name: '结束登录' }).click();
    await office.untilDialogCloses();
    await departure('ended').getByText('您的登录已被结束').waitFor({ timeout: 10_000 });
    expect(await desk.page.locator('[data-page="signIn"]').count()).toBe(1);
    await photograph(desk, 'ended');
    await desk.signIn(SUBJECT.username, stage.password);
    await untilPagesOf(SUBJECT.roles);
  });

  it('is out when the account is closed, and does not come in until it is opened again', async () => {
    await office.openAdmin('人员');
    await office.page.getByRole('row', { name: new RegExp(SUBJECT.name) }).click();
    await office.button('停用').click();
    await office.dialog().getByLabel('理由').fill('调离岗位');
    await office.dialog().getByRole('button', { name: '停用' }).click();
    await office.untilDialogCloses();
    await departure('ended').waitFor({ timeout: 10_000 });
    expect(await office.page.locator('[data-role="person-menu"]').count()).toBe(1);
    await desk.offer(SUBJECT.username, stage.password);
    await desk.page.getByText('用户名或密码不正确，或账号已停用').waitFor({ timeout: 10_000 });
    await photograph(desk, 'closed');
    await office.button('重新启用').click();
    await office.dialog().getByLabel('理由').fill('返岗');
    await office.dialog().getByRole('button', { name: '重新启用' }).click();
    await office.untilDialogCloses();
    await desk.signIn(SUBJECT.username, stage.password);
  });
});
