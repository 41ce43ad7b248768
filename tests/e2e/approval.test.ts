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
