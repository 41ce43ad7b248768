import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Task } from '#protocol/tasks/tasks.ts';
import type { CastMember } from '../../scripts/demo/cast.ts';
import { signInPerson } from '../../scripts/demo/enrol.ts';
import { HallControl } from '../../scripts/demo/hallControl.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { twoPagePaper } from './rig/twoPagePaper.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/approval');
const PEOPLE: readonly CastMember[] = [
  { username: 'shujiyuan', name: '何静', courtCode: '闽0203', roles: ['clerk'], phone: '0592-5300 0112' },
  { username: 'yuanzhang', name: '柯院长', courtCode: '闽0203', roles: ['leader'], phone: '0592-5300 0131' },
  { username: 'shenpi2', name: '王审批', courtCode: '闽0203', roles: ['approver'], phone: '0592-5300 0132' },
];

const PIN = '739462';
const TITLES = ['冻结被执行人在安溪县农村信用合作联社虎邱信用社的存款', '冻结被执行人福建省厦门市思明区某某进出口贸易有限责任公司的存款', '冻结银行存款（第二批）', '冻结银行存款（第三批）'];

let rig: HallRig;
let page: Page;
let desk: AtTheDesk;
let clerk: HallControl;

const KINDS = ['enforcementRuling', 'assistanceNotice', 'officialCardScan'];
const papers = KINDS.map((paperId) => {
  const bytes = Buffer.concat([twoPagePaper(), Buffer.from(`% ${paperId}\n`)]);
  return { bytes, given: { documentId: createHash('sha256').update(bytes).digest('hex'), name: `${paperId}.pdf`, mimeType: 'application/pdf' as const, totalBytes: bytes.length, paperId, replaces: null } };
});
const photograph = (name: string) => page.screenshot({ path: path.join(photographs, `${name}.png`) });
const rows = () => page.locator('[data-role="approval-queue"] [data-task-id]');
const inHand = () => page.locator('[data-role="approval-queue"] [aria-pressed="true"]').getAttribute('data-task-id');
const command = () => ({ commandId: rig.stage.control.newCommandId() });
const size = (widthPx: number, heightPx: number) => rig.console.app.evaluate(({ BrowserWindow }, bounds) => {
  const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().includes('/apps/console/'));
  window?.setFullScreen(false);
  window?.unmaximize();
  window?.setBounds({ x: 0, y: 0, width: bounds.widthPx, height: bounds.heightPx });
}, { widthPx, heightPx });

async function enter(username: string): Promise<HallControl> {
  const control = HallControl.create({ address: rig.stage.hall.address, token: await signInPerson({ hall: rig.stage.place, username, password: rig.stage.password }) });
  await control.view();
  return control;
}

async function begin(title: string, urgent: boolean): Promise<Task> {
  const { task } = await clerk.request('task.create', {
    ...command(), flowId: 'itemDelegation', itemId: 'freezeDeposit', title, to: { kind: 'court', courtCode: '闽0524', courtName: '' },
    caseNumber: '(2026)闽0203执1234号', urgent, limitDays: 15, operationId: null, contact: '何静 0592-5300112',
    form: { partyKind: 'person', person: '柯大明', identity: '350203198001011235', bank: '安溪县农村信用合作联社虎邱信用社', account: '6222020200012345670', amount: 1_286_400.5, months: 12, note: '被执行人近期有大额存款转入，请尽快办理，办理前先电话联系。' },
    documents: papers.map(({ given }) => given),
  });
  return task;
}

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 1, units: 0, pages: 0, basePort: 33_300, people: PEOPLE });
  page = await rig.console.desk();
  desk = new AtTheDesk(page);
  clerk = await enter('shujiyuan');
  for (const { bytes, given: { documentId, mimeType, totalBytes } } of papers) await clerk.request('document.put', { documentId, mimeType, totalBytes, offset: 0, base64: bytes.toString('base64') });
});
afterAll(async () => {
  clerk?.close();
  await rig?.close();
});

describe('the desk of whoever approves', () => {
  it('shows what waits, the urgent first, each with its whole dossier', async () => {
    await desk.signOut();
    await desk.signIn('yuanzhang', rig.stage.password);
    await page.locator('nav [data-page="approval"]').click();
    await page.locator('[data-role="approval"][data-phase="empty"]').waitFor();
    await photograph('empty');
    for (const [index, title] of TITLES.entries()) {
      const urgent = index === 1;
      const task = await begin(title, urgent);
      await clerk.request('task.act', { ...command(), taskId: task.taskId, expectedVersion: task.version, step: urgent ? 'submitUrgent' : 'submit' });
    }
    await until('all to be in the queue', async () => (await rows().count()) === TITLES.length, { withinMs: 10_000 });
    expect(await rows().first().textContent()).toContain(TITLES[1]!.slice(0, 12));
    await page.locator('[data-role="document"][data-pages="2"] img').waitFor({ timeout: 15_000 });
    expect(await page.locator('[data-role="dossier"]').textContent()).not.toContain('柯大明');
    await photograph('open');
  });

  it('sends one back with a reason by the keyboard, and has the next in hand', async () => {
    await rows().first().click();
    await page.keyboard.press('j');
    const second = await inHand();
    await page.keyboard.press('r');
    await page.getByLabel('理由（必填）').fill('裁定书缺少文号，请补正。');
    await photograph('reject');
    await page.getByRole('dialog').locator('button[type="submit"]').click();
    await until('the next to be in hand', async () => (await rows().count()) === TITLES.length - 1 && (await inHand()) !== second, { withinMs: 10_000 });
    const { task } = await clerk.request('task.open', { taskId: second as Task['taskId'] });
    expect([task.state, task.history.at(-1)?.words, task.history.at(-1)?.byName]).toEqual(['rejected', '裁定书缺少文号，请补正。', '柯院长']);
  });

  it('signs what it approves with a key that is made on the way', async () => {
    const third = await inHand();
    await page.keyboard.press('a');
    await page.getByRole('dialog').locator('button[type="submit"]').click();
    await page.locator('[data-field="newPin"]').fill(PIN);
    await page.locator('[data-field="repeatPin"]').fill(PIN);
    await page.locator('[data-field="password"]').last().fill(rig.stage.password);
    await page.getByRole('dialog').last().locator('button[type="submit"]').click();
    await page.locator('[data-field="pin"]').fill(PIN, { timeout: 30_000 });
    await photograph('sign');
    await page.getByRole('dialog').last().locator('button[type="submit"]').click();
    await until('it to leave the queue', async () => (await rows().count()) === TITLES.length - 2, { withinMs: 20_000 });
    const { task } = await clerk.request('task.open', { taskId: third as Task['taskId'] });
    expect(task.history.at(-1)).toMatchObject({ what: 'approve', byName: '柯院长', signature: { algorithm: 'Ed25519' } });
    expect(await page.locator('[data-role="approval-count"]').textContent()).toBe(String(TITLES.length - 2));
    await size(1_180, 820);
    await photograph('tablet');
  });
});

describe('a deputy', () => {
  const dialog = () => page.locator('[data-role="deputies"]');
  const day = (ahead: number) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
  const exitControl = async (): Promise<Task> => {
    const kinds = ['exitControlNotice', 'enforcementDecision'];
    const given = await Promise.all(kinds.map(async (paperId) => {
      const bytes = Buffer.concat([twoPagePaper(), Buffer.from(`% ${paperId}\n`)]);
      const paper = { documentId: createHash('sha256').update(bytes).digest('hex'), mimeType: 'application/pdf' as const, totalBytes: bytes.length };
      await clerk.request('document.put', { ...paper, offset: 0, base64: bytes.toString('base64') });
      return { ...paper, name: `${paperId}.pdf`, paperId, replaces: null };
    }));
    const { task } = await clerk.request('task.create', {
      ...command(), flowId: 'exitControl', itemId: 'exitControlPerson', title: '对被执行人采取边控措施', to: { kind: 'court', courtCode: '闽', courtName: '' },
      caseNumber: '(2026)闽0203执1234号', urgent: false, limitDays: null, operationId: null, contact: '何静 0592-5300112',
      form: { person: '柯大明', identity: '350203198001011235', passport: 'E12345678', role: 'party', controlFrom: day(1), controlTo: day(90), onFound: '请通知承办人。' }, documents: given,
    });
    return (await clerk.request('task.act', { ...command(), taskId: task.taskId, expectedVersion: task.version, step: 'submit' })).task;
  };

  it('is appointed by the leader for some days, with a reason', async () => {
    await size(1_600, 900);
    await page.locator('[data-action="deputies"]').click();
    await dialog().waitFor();
    await photograph('deputies-none');
    await dialog().locator('[data-field="deputy"]').click();
    await page.getByRole('option', { name: /王审批/ }).click();
    await dialog().locator('[data-field="last"]').fill(day(60));
    expect(await dialog().textContent()).toContain('最晚只能到');
    await photograph('deputies-too-long');
    await dialog().locator('[data-field="last"]').fill(day(7));
    await dialog().locator('textarea').fill('赴省高级人民法院参加执行工作会议');
    await dialog().locator('[data-action="deputy.appoint"]').click();
    await dialog().locator('[data-deputyship-id][data-holds="true"]').waitFor({ timeout: 10_000 });
    await photograph('deputies-given');
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
    expect(await page.locator('[data-role="deputy-given"]').textContent()).toContain('正由 王审批 代为审批，至');
    await photograph('deputies-principal');
  });

  it('finds the leader’s tasks in their queue, marked, and signs for the leader', async () => {
    const task = await exitControl();
    await desk.signOut();
    await desk.signIn('shenpi2', rig.stage.password);
    await page.locator('nav [data-page="approval"]').click();
    const row = page.locator(`[data-role="approval-queue"] [data-task-id="${task.taskId}"]`);
    await row.locator('[data-role="row-behalf"]').waitFor({ timeout: 15_000 });
    expect(await page.locator('[data-role="row-behalf"]').allTextContents()).toEqual(['代 柯院长']);
    expect(await page.locator('[data-role="deputy-held"]').textContent()).toContain('您正代 柯院长 审批，至');
    await row.click();
    await page.locator('[data-action="task.approve"]').waitFor({ timeout: 15_000 });
    await photograph('deputies-queue');
    await page.locator('[data-action="task.approve"]').click();
    expect(await page.getByRole('dialog').textContent()).toContain('（代 柯院长）');
    await page.getByRole('dialog').locator('button[type="submit"]').click();
    await page.locator('[data-field="newPin"]').fill(PIN);
    await page.locator('[data-field="repeatPin"]').fill(PIN);
    await page.locator('[data-field="password"]').last().fill(rig.stage.password);
    await page.getByRole('dialog').last().locator('button[type="submit"]').click();
    await page.locator('[data-field="pin"]').fill(PIN, { timeout: 30_000 });
    expect(await page.locator('[data-role="signed-facts"]').textContent()).toContain('柯院长');
    await photograph('deputies-sign');
    await page.getByRole('dialog').last().locator('button[type="submit"]').click();
    await until('it to leave the queue', async () => (await row.count()) === 0, { withinMs: 20_000 });
    const after = await clerk.request('task.open', { taskId: task.taskId });
    expect(after.task).toMatchObject({ state: 'approvingHigh' });
    expect(after.task.history.at(-1)).toMatchObject({ what: 'approve', byName: '王审批', onBehalfOf: { name: '柯院长' }, signature: { algorithm: 'Ed25519' } });
  });

  it('gives it back with a reason, and has nothing of the leader’s any more', async () => {
    const task = await exitControl();
    const row = page.locator(`[data-role="approval-queue"] [data-task-id="${task.taskId}"]`);
    await row.waitFor({ timeout: 15_000 });
    await page.locator('[data-action="deputies"]').click();
    await page.locator('[data-action="deputy.end"]').click();
    await page.getByLabel('事由（必填）').fill('院长已返回');
    await photograph('deputies-end');
    await page.getByRole('dialog').last().locator('button[type="submit"]').click();
    await until('the deputyship to be gone', async () => (await page.locator('[data-deputyship-id]').count()) === 0, { withinMs: 10_000 });
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
    await until('the leader’s task to leave the queue', async () => (await row.count()) === 0, { withinMs: 10_000 });
    expect(await page.locator('[data-role="deputy-held"]').count()).toBe(0);
  });

  it('is told where they are, when it begins and when it is taken back', async () => {
    await desk.open('tasks');
    const leader = await enter('yuanzhang');
    try {
      const deputy = leader.people().users.find(({ username }) => username === 'shenpi2')!;
      const { deputyship } = await leader.request('deputy.appoint', { ...command(), deputyId: deputy.userId, flowIds: ['exitControl'], fromAt: Date.now(), untilAt: Date.now() + 86_400_000, reason: '休假' });
      const bell = page.locator('[data-role="attention-bell"]');
      const said = page.getByText(/柯院长 委托您代为审批/);
      await until('the bell to count it', async () => (await bell.getAttribute('data-urgency')) === 'notice', { withinMs: 10_000 });
      await bell.click();
      await said.waitFor();
      await photograph('deputies-told');
      await leader.request('deputy.end', { ...command(), deputyshipId: deputyship.deputyshipId, reason: '提前返岗' });
      await page.getByText(/您不再代 柯院长 审批：委托人收回/).waitFor();
      await page.keyboard.press('Escape');
    } finally {
      leader.close();
    }
  });
});
