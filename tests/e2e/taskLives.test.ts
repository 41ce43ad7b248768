import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { TaskRow } from '#protocol/tasks/ledger.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { CAST, type CastMember } from '../../scripts/demo/cast.ts';
import { advanceClockTo } from './rig/advanceClock.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { TaskDesk } from './rig/taskDesk.ts';
import { TaskPerson } from './rig/taskPerson.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/taskLives');
const PIN = '739462';
const ANXI = '闽0524' as CourtCode;
const PEOPLE: readonly CastMember[] = [
  ...CAST.filter(({ username }) => ['shujiyuan', 'tingzhang', 'anxi', 'zhihuizhang'].includes(username)),
  { username: 'huian', name: '骆惠珍', courtCode: '闽0521', roles: ['dispatcher'], phone: '0595-8700 0122' },
  { username: 'huianyuan', name: '许副院长', courtCode: '闽0521', roles: ['leader'], phone: '0595-8700 0131' },
  { username: 'quanzhou', name: '庄泉生', courtCode: '闽05', roles: ['dispatcher'], phone: '0595-2200 0122' },
];
const LATE = '冻结被执行人在安溪县农村信用合作联社虎邱信用社的存款';
const RETURNED = '冻结被执行人福建省安溪县某某茶业有限责任公司的银行存款';
const MOVED = '冻结被执行人在惠安县螺城镇信用社的存款';

let rig: HallRig;
let tasks: TaskDesk;
let clerk: TaskPerson;
let head: TaskPerson;

const FORM = { partyKind: 'person', person: '柯大明', identity: '350203198001011235', bank: '安溪县农村信用合作联社虎邱信用社', account: '6222020200012345670', amount: 1_286_400.5, months: 12, note: '' };

/** Written, approved under a signature, sealed and sent to Anxi. */
async function sent(title: string): Promise<Task> {
  const documents = await clerk.papers(['enforcementRuling', 'assistanceNotice', 'officialCardScan']);
  const asked = { flowId: 'itemDelegation', itemId: 'freezeDeposit', title, to: { kind: 'court' as const, courtCode: ANXI, courtName: '' }, caseNumber: '(2026)闽0203执1234号', urgent: false, limitDays: 15, form: FORM, operationId: null, contact: '何静 0592-5300112', documents };
  const task = await clerk.create(asked);
  await clerk.act(task, 'submit');
  await head.sign(task, 'approve', { words: '同意' });
  return clerk.act(task, 'seal', { documents: await clerk.papers(['itemDelegationLetter']) });
}

async function rowOf({ taskId }: Task): Promise<TaskRow> {
  const { rows } = await clerk.control.request('task.list', { box: 'all', filter: {}, sort: 'newest', after: null, limit: 50 });
  return rows.find((row) => row.taskId === taskId)!;
}

const dueTone = (title: string, tone: 'running' | 'amber' | 'red') => tasks.row(title).locator(`time[data-tone="${tone}"]`).waitFor({ timeout: 15_000 });
const clockTone = (clockId: string, tone: string) => tasks.dossier.locator(`[data-clock-id="${clockId}"][data-tone="${tone}"]`).waitFor({ timeout: 15_000 });
const untilOnline = () => tasks.page.locator('[data-role="dossier"][data-fresh="true"]').waitFor({ timeout: 30_000 });

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 1, units: 0, pages: 0, basePort: 33_900, exercise: true, people: PEOPLE });
  tasks = new TaskDesk({ page: await rig.console.desk(), password: rig.stage.password, photographs });
  [clerk, head] = await Promise.all([TaskPerson.enter(rig.stage, 'shujiyuan'), TaskPerson.enter(rig.stage, 'tingzhang')]);
});
afterAll(async () => {
  clerk?.close();
  head?.close();
  await rig?.close();
});

describe('a task that nobody receives', () => {
  let late: Task;

  it('is amber before its time, and red when it is over, on the desk that is late', async () => {
    late = await sent(LATE);
    await tasks.become('anxi');
    await tasks.open(LATE, '收件');
    await clockTone('receipt', 'running');
    await tasks.photograph('late-1-waiting');
    const { amberAt, dueAt } = await rowOf(late);
    await advanceClockTo(rig.stage.place, amberAt! + 1_000);
    await dueTone(LATE, 'amber');
    await clockTone('receipt', 'amber');
    await tasks.photograph('late-2-amber');
    await rig.stage.hall.kill();
    await tasks.page.locator('[data-role="dossier"][data-fresh="false"]').waitFor({ timeout: 15_000 });
    await tasks.photograph('late-3-away');
    await rig.stage.hall.restart();
    await untilOnline();
    await advanceClockTo(rig.stage.place, dueAt! + 1_000);
    await dueTone(LATE, 'red');
    await clockTone('receipt', 'red');
    await until('what is over to be in its history', async () => (await tasks.moments()).slice(0, 3).join() === 'escalated,due,amber', { withinMs: 10_000, describe: () => tasks.moments() });
    await tasks.photograph('late-4-red');
  });

  it('climbs to the city and the high court by itself, over a restart, and shows so at each', async () => {
    await rig.stage.hall.restart();
    await untilOnline();
    const { dueAt } = await rowOf(late);
    const DAY_MS = 86_400_000;
    for (let day = 1; (await clerk.open(late)).told['receipt']?.level !== 3 && day < 15; day += 1) {
      await advanceClockTo(rig.stage.place, dueAt! + day * DAY_MS + 1_000);
    }
    expect((await clerk.open(late)).history.slice(-4).map(({ what, words, courtCode }) => [what, words, courtCode])).toEqual([['amber', 'receipt', ANXI], ['due', 'receipt', ANXI], ['escalated', 'receipt', '闽05'], ['escalated', 'receipt', '闽']]);
    for (const username of ['quanzhou', 'zhihuizhang', 'shujiyuan']) {
      await tasks.become(username);
      await tasks.open(LATE, '全部', '逾期');
      await dueTone(LATE, 'red');
      expect(await tasks.dossier.locator('[data-what="escalated"]').allTextContents()).toEqual([expect.stringContaining('逾期上报'), expect.stringContaining('逾期上报')]);
      await tasks.photograph(`late-5-${username}`);
    }
  });

  it('is in the log as what the hall did, each once', async () => {
    const commander = await TaskPerson.enter(rig.stage, 'zhihuizhang');
    const { entries } = await commander.control.request('audit.query', { filter: { subject: `task/${late.taskId}`, names: ['task.told'] }, limit: 20 });
    commander.close();
    expect(entries.map(({ actor }) => actor.kind)).toEqual(['hall', 'hall', 'hall', 'hall']);
    expect(new Set(entries.map(({ data }) => (data as { level: number }).level))).toEqual(new Set([0, 1, 2, 3]));
  });
});

describe('a task that is not done at once', () => {
  let task: Task;

  it('is sent back for papers, which are supplied within three days, and goes on', async () => {
    task = await sent(RETURNED);
    await tasks.become('anxi');
    await tasks.open(RETURNED, '收件');
    await tasks.take('receive');
    await tasks.stateIs('received');
    await tasks.take('assign', () => tasks.choose('承办人', '谢福来'));
    await tasks.stateIs('working');
    await tasks.takeSaying('askSupplement', '裁定书缺少文号，请补正后重新上传。');
    await tasks.stateIs('supplementing');
    await clockTone('handling', 'paused');
    await tasks.photograph('supplement-1-asked');
    await advanceClockTo(rig.stage.place, (await rowOf(task)).dueAt! - 3_600_000);
    await tasks.become('shujiyuan');
    await tasks.open(RETURNED, '发件');
    await clockTone('supplement', 'amber');
    await tasks.photograph('supplement-2-amber');
    await tasks.takeSaying('supplement', '已补正文号并重新上传裁定书。');
    await tasks.stateIs('working');
    expect(await tasks.dossier.locator('[data-clock-id="supplement"]').count()).toBe(0);
    await tasks.photograph('supplement-3-supplied');
  });

  it('is reported in part, gets more time for a reason, and is sent back once to be done again', async () => {
    await tasks.become('anxi');
    await tasks.open(RETURNED, '收件');
    await tasks.take('partReport', async (dialog) => {
      await tasks.choose('办理结果', '部分办结');
      await dialog.getByLabel('实际控制（扣划）金额').fill('320000');
      await dialog.getByRole('textbox', { name: '办理情况' }).fill('已冻结其中一个账户，另一账户须向省联社核实。');
    });
    await tasks.stateIs('working');
    await tasks.photograph('part-1-reported');
    await tasks.take('extend', async (dialog) => {
      await dialog.getByLabel('天数（1 至 10 日）').fill('5');
      await dialog.getByRole('textbox', { name: '理由（必填）' }).fill('省联社核实账户需五个工作日。');
    });
    await tasks.stateIs('extending');
    const before = (await rowOf(task)).dueAt;
    await tasks.become('shujiyuan');
    await tasks.open(RETURNED, '发件');
    await tasks.photograph('part-2-extension-asked');
    await tasks.take('grant', (dialog) => dialog.getByLabel('天数（1 至 10 日）').fill('3'));
    await tasks.stateIs('working');
    expect(await tasks.dossier.textContent()).toContain('15 个工作日，已延 3 日');
    expect((await rowOf(task)).dueAt).toBeGreaterThan(before!);
    await tasks.become('anxi');
    await tasks.open(RETURNED, '收件');
    const report = () => tasks.take('report', async (dialog) => {
      await tasks.choose('办理结果', '全部办结');
      await dialog.getByRole('textbox', { name: '办理情况' }).fill('两个账户均已冻结，回执随附。');
      await dialog.locator('[data-role="file-input"]').first().setInputFiles({ name: '回执.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n% ${task.taskId}\n`) });
      await dialog.locator('[data-phase="sent"]').waitFor({ timeout: 20_000 });
    });
    await report();
    await tasks.stateIs('reported');
    await clerk.act(task, 'redo', { words: '回执未加盖印章，请补盖后重新反馈。' });
    await tasks.stateIs('working');
    await tasks.photograph('part-3-to-be-done-again');
    await tasks.take('report', async (dialog) => {
      await tasks.choose('办理结果', '全部办结');
      await dialog.getByRole('textbox', { name: '办理情况' }).fill('已补盖印章，两个账户均已冻结。');
    });
    await tasks.stateIs('reported');
  });

  it('is confirmed, rated and complained of, and explained', async () => {
    await tasks.become('shujiyuan');
    await tasks.open(RETURNED, '发件');
    await tasks.photograph('end-1-reported');
    await tasks.take('confirm', () => Promise.resolve());
    await tasks.stateIs('done');
    await tasks.take('rate', (dialog) => dialog.locator('.mantine-Rating-label').nth(2).click());
    await tasks.stateIs('rated');
    await tasks.takeSaying('complain', '首次回执未盖章，耽误案款发放两日。');
    await tasks.stateIs('complained');
    await tasks.photograph('end-2-complained');
    await tasks.become('anxi');
    await tasks.open(RETURNED, '收件');
    await tasks.takeSaying('explain', '系新系统打印机故障所致，已补盖并致歉。');
    await tasks.stateIs('explained');
    expect(await tasks.moments()).toEqual(['explain', 'complain', 'rate', 'confirm', 'report', 'redo', 'report', 'grant', 'extend', 'partReport', 'supplement', 'amber', 'askSupplement', 'assign', 'receive', 'seal', 'approve', 'submit', 'created']);
    expect(await tasks.dossier.locator('[data-what="partReport"]').textContent()).toContain('￥320,000.00');
    await tasks.dossier.locator('[data-what="partReport"]').scrollIntoViewIfNeeded();
    await tasks.photograph('end-3-explained');
  });
});

describe('a task for another court', () => {
  it('is passed on, returned only after a talk that is on record, under a signature', async () => {
    await sent(MOVED);
    await tasks.become('anxi');
    await tasks.open(MOVED, '收件');
    await tasks.take('transfer', async (dialog) => {
      await tasks.find('移送到', '惠安', '惠安县人民法院');
      await dialog.getByRole('textbox', { name: '理由（必填）' }).fill('开户网点在惠安县螺城镇，属惠安法院辖区。');
    });
    await tasks.dossier.locator('[data-what="transfer"]').getByText('移送至惠安县法院').waitFor({ timeout: 10_000 });
    await tasks.photograph('moved-1-left');
    await tasks.become('huian');
    await tasks.open(MOVED, '收件');
    await tasks.photograph('moved-2-arrived');
    await tasks.take('receive');
    await tasks.stateIs('received');
    await tasks.dossier.locator('[data-action="task.proposeReturn"]').click();
    await tasks.dialog.getByRole('textbox', { name: '理由（必填）' }).fill('该账户已于上月销户，无法冻结。');
    expect(await tasks.dialog.locator('button[type="submit"]').isDisabled()).toBe(true);
    await tasks.photograph('returned-1-talk-first');
    await tasks.dialog.getByLabel('与谁沟通（姓名、职务）').fill('何静 书记员');
    await tasks.dialog.getByLabel('沟通内容').fill('已电话告知账户销户情况，对方同意退回。');
    await tasks.dialog.locator('[data-action="task.talk"]').click();
    await until('the reason to be there still, and the step ready', async () => !(await tasks.dialog.locator('button[type="submit"]').isDisabled()) && (await tasks.dialog.getByRole('textbox', { name: '理由（必填）' }).inputValue()) === '该账户已于上月销户，无法冻结。', { withinMs: 10_000 });
    await tasks.dialog.locator('button[type="submit"]').click();
    await tasks.stateIs('returning');
    await tasks.photograph('returned-2-proposed');
    expect(await tasks.dossier.locator('[data-action="task.confirmReturn"]').count()).toBe(0);
    await tasks.become('huianyuan');
    await tasks.open(MOVED, '全部');
    await tasks.sign('confirmReturn', { pin: PIN });
    await tasks.stateIs('returned');
    expect((await tasks.moments()).slice(0, 5)).toEqual(['confirmReturn', 'proposeReturn', 'talked', 'receive', 'transfer']);
    await tasks.dossier.locator('[data-what="confirmReturn"]').getByText('已签名').waitFor();
    await tasks.dossier.locator('[data-what="approve"]').getByText('签名已失效').waitFor();
    await tasks.photograph('returned-3-returned');
  });
});
