import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { CourtCode, PartnerId } from '#protocol/nouns/ids.ts';
import type { Task, TaskEnd } from '#protocol/tasks/tasks.ts';
import { CAST, type CastMember } from '../../scripts/demo/cast.ts';
import type { Manner } from '../../scripts/neighbour/manners.ts';
import { Neighbour } from '../../scripts/neighbour/neighbour.ts';
import { advanceClockTo } from './rig/advanceClock.ts';
import { startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { isFresh } from './rig/look.ts';
import { pixelsOf } from './rig/mapSight.ts';
import { TaskDesk } from './rig/taskDesk.ts';
import { TaskPerson } from './rig/taskPerson.ts';
import { seeTiles, type TileSight } from './rig/tileSight.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/taskApprovals');
const SIMING = '闽0203' as CourtCode;
const HIGH = '闽' as CourtCode;
/** Of a unit on the map. */
const LIVE_GREEN = [53, 194, 117] as const;
const PIN = '739462';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PEOPLE: readonly CastMember[] = [
  ...CAST.filter(({ username }) => ['shujiyuan', 'faguan', 'tingzhang', 'shenpi', 'zhihuizhang', 'jishu', 'zhiban'].includes(username)),
  { username: 'yuanzhang', name: '柯院长', courtCode: SIMING, roles: ['leader'], phone: '0592-5300 0131' },
];
const GANZHOU = '赣州市中级人民法院';

let rig: HallRig;
let tasks: TaskDesk;
let neighbour: Neighbour;
let partnerId: PartnerId;
const people = new Map<string, TaskPerson>();

/** Whoever acts without a window. */
async function person(username: string): Promise<TaskPerson> {
  const known = people.get(username) ?? (await TaskPerson.enter(rig.stage, username));
  people.set(username, known);
  return known;
}

type Asked = Partial<Omit<RequestInput<'task.create'>, 'commandId'>> & { readonly title: string };
const toCourt = (courtCode: CourtCode): TaskEnd => ({ kind: 'court', courtCode, courtName: '' });
const PERSON = { partyKind: 'person', person: '柯大明', identity: '350203198001011235' };
const DEPOSIT = { ...PERSON, bank: '赣州银行章贡支行', account: '6222020200012345670', amount: 1_286_400.5 };
const clerkOf = () => person('shujiyuan');

/** Written by the clerk, with the papers of its item. */
async function written(asked: Asked, paperIds: readonly string[] = ['enforcementRuling', 'assistanceNotice', 'officialCardScan']): Promise<Task> {
  const clerk = await clerkOf();
  return clerk.create({
    flowId: 'itemDelegation', itemId: 'freezeDeposit', to: toCourt('闽0524' as CourtCode), caseNumber: '(2026)闽0203执1234号', urgent: false, limitDays: 15, form: { ...DEPOSIT, months: 12 }, operationId: null, contact: '何静 0592-5300112',
    documents: await clerk.papers(paperIds), ...asked,
  });
}

const untilState = async (of: Task, state: string) => {
  const clerk = await clerkOf();
  return until(`the task to be ${state}`, async () => { const task = await clerk.open(of); return task.state === state && task; }, { withinMs: 20_000, describe: () => neighbour.told.at(-1) });
};
const queue = () => tasks.page.locator('[data-role="approval-queue"] [data-task-id]');
const inHand = () => tasks.page.locator('[data-role="approval-queue"] [aria-pressed="true"]').textContent();

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 1, units: 1, pages: 0, basePort: 34_500, exercise: true, people: PEOPLE });
  await untilFeedsLive(rig.stage);
  tasks = new TaskDesk({ page: await rig.console.desk(), password: rig.stage.password, photographs });
  neighbour = await Neighbour.start();
  const technician = await person('jishu');
  const facts = { name: '江西高院执行指挥中心', province: '江西', courts: [GANZHOU], webhookUrl: neighbour.webhookUrl, authorityPem: neighbour.authorityPem.trim() };
  const { partner, keys } = await technician.control.request('partner.add', { commandId: technician.control.newCommandId(), ...facts });
  ({ partnerId } = partner);
  neighbour.connect({ hall: rig.stage.hall.address.url.replace(/^wss/, 'https').replace(/\/(signal)?$/, ''), authorityPem: rig.stage.hall.address.caPem, keys: { partnerId, ...keys! } });
});
afterAll(async () => {
  for (const one of people.values()) one.close();
  await neighbour?.close();
  await rig?.close();
});

describe('a task for another province', () => {
  /** Written, approved at home and by the high court, and sent; what the neighbour then does about it is its manner. */
  async function sendOut(title: string, manner: Manner): Promise<Task> {
    neighbour.manner = manner;
    const [clerk, head] = await Promise.all([clerkOf(), person('tingzhang')]);
    const task = await written({ title, to: { kind: 'outside', partnerId, courtName: GANZHOU } });
    await clerk.act(task, 'submit');
    return head.sign(task, 'approveOutside', { words: '同意，报高院审批' });
  }

  it('waits for the high court, which signs it at its desk, and is finished there', async () => {
    const task = await sendOut('冻结被执行人在赣州银行章贡支行的存款', 'diligent');
    await tasks.become('shenpi', 'approval');
    await tasks.dossier.filter({ hasText: GANZHOU }).waitFor({ timeout: 15_000 });
    await tasks.photograph('outside-1-high-court');
    await tasks.sign('approveHigh', { pin: PIN });
    await until('it to leave the queue', async () => (await queue().count()) === 0, { withinMs: 15_000 });
    expect(neighbour.told).toEqual([]);
    await (await clerkOf()).act(task, 'seal', { documents: await (await clerkOf()).papers(['itemDelegationLetter']) });
    await untilState(task, 'reported');
    await tasks.become('shujiyuan');
    await tasks.open(task.title, '发件');
    await tasks.stateIs('reported');
    expect(await tasks.dossier.locator('[data-what="report"]').textContent()).toContain('赣州中院 江西高院执行指挥中心');
    await tasks.photograph('outside-2-reported');
    await tasks.take('confirm', () => Promise.resolve());
    await tasks.stateIs('done');
    expect((await tasks.moments()).toReversed()).toEqual(['created', 'submit', 'approveOutside', 'approveHigh', 'seal', 'receive', 'assign', 'report', 'confirm']);
    expect(neighbour.odd).toEqual({ repeated: 0, disordered: 0, unsigned: 0 });
  });

  it('comes back after a talk where it cannot be done, and the card of the partner tells of the traffic', async () => {
    const task = await sendOut('冻结被执行人在赣州农商银行的存款', 'returning');
    await tasks.become('shenpi', 'approval');
    await tasks.sign('approveHigh', { pin: PIN });
    await untilState(task, 'checking');
    await (await clerkOf()).act(task, 'seal', { documents: await (await clerkOf()).papers(['itemDelegationLetter']) });
    await untilState(task, 'returned');
    await tasks.become('shujiyuan');
    await tasks.open(task.title, '发件', '已结');
    await tasks.stateIs('returned');
    expect((await tasks.moments()).slice(0, 4)).toEqual(['confirmReturn', 'proposeReturn', 'talked', 'receive']);
    await tasks.photograph('outside-3-returned');
    await tasks.desk.signOut();
    await tasks.desk.signIn('jishu', rig.stage.password);
    await tasks.desk.open('admin');
    await tasks.page.getByRole('tab', { name: '协作方' }).and(tasks.page.locator(':not([inert] *)')).click();
    await tasks.desk.row('江西高院执行指挥中心').first().click();
    await tasks.page.getByText(GANZHOU).first().waitFor({ timeout: 10_000 });
    await tasks.page.getByText('通知已送达').first().waitFor({ timeout: 10_000 });
    await tasks.photograph('outside-4-partner');
  });
});

describe('the queue of a leader', () => {
  const TITLES = { late: '冻结银行存款（先到期）', urgent: '冻结被执行人某某进出口贸易有限责任公司的存款（紧急）', grave: '扣划被执行人在安溪县农村信用合作联社的存款', plain: '冻结银行存款（后到期）' };

  it('is worked through by keyboard alone, the most urgent first; only what may go together can be marked', async () => {
    const clerk = await clerkOf();
    const begin = async (asked: Asked, step = 'submit', papers?: readonly string[]) => clerk.act(await written(asked, papers), step);
    await begin({ title: TITLES.late });
    await advanceClockTo(rig.stage.place, Math.round((await clerk.control.request('clock.read', {})).at) + DAY_MS);
    await begin({ title: TITLES.plain });
    await begin({ title: TITLES.grave, itemId: 'deductDeposit', form: { ...DEPOSIT, payee: '厦门市思明区人民法院', payeeAccount: '6222020200012345670' } }, 'submit', ['enforcementBasis', 'enforcementRuling', 'assistanceNotice', 'officialCardScan']);
    await begin({ title: TITLES.urgent, urgent: true }, 'submitUrgent');
    await tasks.become('yuanzhang', 'approval');
    await until('all to be in the queue', async () => (await queue().count()) === 4, { withinMs: 15_000 });
    const titles = await queue().evaluateAll((rows) => rows.map((row) => row.firstElementChild?.textContent ?? ''));
    expect(titles.map((title) => title.replace(/^紧急/, '')).slice(0, 2)).toEqual([TITLES.urgent, TITLES.late]);
    const marks = await tasks.page.locator('[data-role="approval-queue"] li').evaluateAll((rows) => rows.flatMap((row) => (row.querySelector('input[type="checkbox"]') === null ? [row.textContent ?? ''] : [])));
    expect(marks).toEqual([expect.stringContaining(TITLES.grave)]);
    await tasks.photograph('queue-1');
    const { keyboard } = tasks.page;
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowUp');
    expect(await inHand()).toContain(TITLES.urgent);
    await tasks.dossier.filter({ hasText: TITLES.urgent }).locator('[data-action="task.approve"]').waitFor({ timeout: 10_000 });
    await keyboard.press('a');
    await tasks.dialog.waitFor();
    await keyboard.type('同意，请立即办理。');
    await keyboard.press('Control+Enter');
    await tasks.enterPin(PIN);
    await until('the next to be in hand', async () => (await queue().count()) === 3 && (await inHand())?.includes(TITLES.late), { withinMs: 20_000 });
    await tasks.dossier.filter({ hasText: TITLES.late }).locator('[data-action="task.reject"]').waitFor({ timeout: 10_000 });
    await keyboard.press('r');
    await tasks.dialog.waitFor();
    await keyboard.type('裁定书缺少文号，请补正。');
    await keyboard.press('Control+Enter');
    await until('two to be left', async () => (await queue().count()) === 2 && (await tasks.dialog.count()) === 0, { withinMs: 15_000 });
    await tasks.photograph('queue-2-after');
  });

  it('waits for whoever is to countersign', async () => {
    await queue().filter({ hasText: TITLES.grave }).click();
    await tasks.dossier.filter({ hasText: TITLES.grave }).locator('[data-action="task.askCountersign"]').click();
    await tasks.dialog.getByText('邱建华').click();
    await tasks.photograph('countersign-1-ask');
    await tasks.dialog.locator('button[type="submit"]').click();
    await tasks.dossier.locator('[data-role="dossier-countersigns"]').getByText('待会签').waitFor({ timeout: 10_000 });
    await tasks.page.keyboard.press('a');
    await tasks.dialog.getByText('尚未会签').waitFor({ timeout: 10_000 });
    expect(await tasks.dialog.locator('button[type="submit"]').isDisabled()).toBe(true);
    await tasks.photograph('countersign-2-waits');
    await tasks.page.keyboard.press('Escape');
    const [asked] = (await (await clerkOf()).control.request('task.list', { box: 'outbox', filter: { text: TITLES.grave }, sort: 'newest', after: null, limit: 5 })).rows;
    const head = await person('tingzhang');
    await head.countersign(asked!, '同意扣划。');
    await tasks.dossier.locator('[data-role="dossier-countersigns"]').getByText(/^同意/).waitFor({ timeout: 10_000 });
    await tasks.sign('approveGrave', { pin: PIN });
    await until('it to come back as the president’s', async () => (await queue().filter({ hasText: TITLES.grave }).count()) === 1, { withinMs: 15_000 });
  });

  it('approves several at once where the flow lets it', async () => {
    const clerk = await clerkOf();
    for (const title of ['冻结银行存款（第二批）', '冻结银行存款（第三批）']) await clerk.act(await written({ title }), 'submit');
    await until('them to be in the queue', async () => (await queue().count()) === 4, { withinMs: 15_000 });
    for (const title of ['冻结银行存款（第二批）', '冻结银行存款（第三批）']) await tasks.page.getByRole('checkbox', { name: `选中 ${title}` }).check();
    await tasks.page.locator('[data-action="approval.bulk"]').click();
    await tasks.photograph('bulk-1');
    await tasks.dialog.locator('button[type="submit"]').click();
    await tasks.page.getByText('5 分钟内签名不再询问口令').click();
    await tasks.enterPin(PIN);
    await until('both to be approved', async () => (await tasks.dialog.locator('[data-result="done"]').count()) === 2, { withinMs: 20_000 });
    await tasks.photograph('bulk-2-done');
    await tasks.dialog.locator('button[type="submit"]').click();
    await until('the queue to be shorter', async () => (await queue().count()) === 2, { withinMs: 15_000 });
  });

  it('shows an approval as void whose papers were changed, and the file of the task proves all of it', async () => {
    const clerk = await clerkOf();
    const [row] = (await clerk.control.request('task.list', { box: 'outbox', filter: { text: '第二批' }, sort: 'newest', after: null, limit: 5 })).rows;
    const task = await clerk.open(row!);
    const verify = async (name: string, change: (text: string) => string) => {
      const { text } = await clerk.control.request('task.exportDossier', { taskId: task.taskId, purpose: '核对签名' });
      const file = path.join(photographs, `${name}.json`);
      writeFileSync(file, change(text));
      const { status, stdout } = spawnSync(process.execPath, ['scripts/bootstrap.mjs', 'task-verify', file], { encoding: 'utf8' });
      return { status, stdout };
    };
    expect(await verify('whole', (text) => text)).toMatchObject({ status: 0, stdout: expect.stringContaining('卷宗完好') });
    expect(await verify('changed', (text) => text.replace('第二批', '第三批'))).toMatchObject({ status: 1, stdout: expect.stringContaining('核验未通过') });
    const [paper] = await clerk.papers(['newRuling']);
    await clerk.control.request('task.addDocuments', { commandId: clerk.control.newCommandId(), taskId: task.taskId, expectedVersion: task.version, documents: [{ ...paper!, name: '执行裁定书（补正）.pdf', paperId: 'enforcementRuling', replaces: task.documents[0]!.documentId }] });
    await tasks.become('yuanzhang');
    await tasks.open('冻结银行存款（第二批）', '全部');
    await tasks.dossier.locator('[data-what="approve"]').getByText('签名已失效').waitFor({ timeout: 10_000 });
    await tasks.photograph('void');
    expect(await verify('void', (text) => text)).toMatchObject({ status: 1, stdout: expect.stringContaining('签名已失效') });
  });
});

describe('a dossier of an operation that is running', () => {
  it('has its picture and its map', async () => {
    const { control } = rig.stage;
    const { unitId, courtCode } = (await control.view()).units[0]!;
    const at = Math.round((await control.request('clock.read', {})).at);
    const { operation } = await control.request('operation.plan', {
      commandId: control.newCommandId(), courtCode, title: '思明片区集中执行', campaignId: null, risk: 'medium', plannedFrom: at, plannedTo: at + 4 * HOUR_MS, note: '', place: { name: '湖滨南路', position: { longitudeDeg: 118.0894, latitudeDeg: 24.4798 } }, caseNumbers: ['(2026)闽0203执123号'],
      teams: [{ team: 1, name: '第一组', unitIds: [unitId], vehicles: [], members: [{ name: '曾晓东', userId: null, duty: '执行法官' }] }],
    });
    await control.request('operation.advance', { commandId: control.newCommandId(), operationId: operation.operationId, expectedVersion: operation.version, to: 'onSite', reason: null });
    const task = await written({ title: '冻结现场查明的银行存款', operationId: operation.operationId });
    await (await clerkOf()).act(task, 'submit');
    await tasks.become('yuanzhang', 'approval');
    await queue().filter({ hasText: task.title }).click();
    await tasks.dossier.locator('[data-role="dossier-operation"][data-runs="true"]').waitFor({ timeout: 15_000 });
    await tasks.photograph('operation-opened');
    let seen: TileSight[] = [];
    const own = () => seen.find(({ tileKey, unitId: shown }) => tileKey === 'dossier-0' && shown === unitId);
    await until('the unit’s own fresh picture in the dossier', async () => { seen = await seeTiles(tasks.page); const tile = own(); return tile !== undefined && isFresh(tile); }, { withinMs: 20_000, describe: () => seen });
    await tasks.dossier.locator('[data-map-ready="true"]').waitFor({ state: 'attached', timeout: 30_000 });
    const { x, y, width, height } = (await tasks.dossier.locator('[data-map]').boundingBox())!;
    await until('the unit to be drawn on the map', async () => (await pixelsOf(tasks.page, { at: { x: x + width / 2, y: y + height / 2 }, sidePx: Math.floor(Math.min(width, height)), rgb: LIVE_GREEN })) > 20, { withinMs: 10_000 });
    await tasks.photograph('operation');
  });
});

describe('what the high court decides', () => {
  /** Submitted, signed at home without a window, and in the dossier of whoever approves for the high court. */
  async function atHighCourt(task: Task, homeStep: string): Promise<void> {
    await (await clerkOf()).act(task, 'submit');
    await (await person('tingzhang')).sign(task, homeStep, { words: '同意，报高院审批' });
    await tasks.become('shenpi', 'approval');
    await queue().filter({ hasText: task.title }).click();
    await tasks.dossier.filter({ hasText: task.title }).locator('[data-action="task.approveHigh"]').waitFor({ timeout: 15_000 });
  }
  const isoDay = async (afterDays: number) => new Date((await (await clerkOf()).control.request('clock.read', {})).at + 8 * HOUR_MS + afterDays * DAY_MS).toISOString().slice(0, 10);

  it('lets a team go to another province, which comes back with a result', async () => {
    const task = await written({
      flowId: 'outsideEnforcement', itemId: 'outsideTrip', title: '赴江西省赣州市执行并扣押车辆', to: toCourt(HIGH), limitDays: null,
      form: { province: '江西', place: '赣州市章贡区红旗大道 1 号', localCourt: '赣州市章贡区人民法院', leavesOn: await isoDay(1), backOn: await isoDay(4), officers: 4, names: '曾晓东、何静、赵刚、苏志强', measures: '查封并扣押车辆', why: '车辆已查明停放于当地，须本院自行扣押。' },
    }, []);
    await atHighCourt(task, 'approve');
    await tasks.photograph('trip-1-high-court');
    await tasks.sign('approveHigh', { pin: PIN });
    await tasks.become('faguan');
    await tasks.open(task.title, '发件');
    await tasks.stateIs('approved');
    await tasks.photograph('trip-2-approved');
    await tasks.take('begin');
    await tasks.stateIs('onTrip');
    await tasks.take('report', async (dialog) => {
      await dialog.getByRole('textbox', { name: '执行结果' }).fill('已扣押车辆一台，当地法院派员到场协助。');
      await dialog.getByLabel('返回日期').fill(await isoDay(4));
    });
    await tasks.stateIs('done');
    expect((await tasks.moments()).toReversed()).toEqual(['created', 'submit', 'approve', 'approveHigh', 'begin', 'report']);
    await tasks.photograph('trip-3-done');
  });

  it('has a lower court account for a case: it answers, and the answer is accepted', async () => {
    const officer = await person('zhiban');
    const task = await officer.create({
      flowId: 'supervision', itemId: 'supervisePassive', title: '督办（2026）闽0203执1234号案消极执行', to: toCourt(SIMING), caseNumber: '(2026)闽0203执1234号', urgent: false, limitDays: 5, operationId: null, contact: '吴丽娟 0591-87000105', documents: [],
      form: { facts: '申请执行人反映立案后三个月未采取任何措施。', demand: '五个工作日内查明财产并书面回复。' },
    });
    await officer.act(task, 'submit');
    await tasks.become('shenpi', 'approval');
    await queue().filter({ hasText: task.title }).click();
    await tasks.dossier.filter({ hasText: task.title }).waitFor({ timeout: 15_000 });
    await tasks.sign('issue', { pin: PIN });
    await tasks.become('shujiyuan');
    await tasks.open(task.title, '收件');
    await tasks.photograph('supervision-1-issued');
    await tasks.take('receive');
    await tasks.take('assign', () => tasks.choose('承办人', '何静'));
    await tasks.stateIs('working');
    await tasks.take('reply', (dialog) => dialog.getByRole('textbox', { name: '办理情况' }).fill('已查明并冻结存款，查封车辆一台，材料随附。'));
    await tasks.stateIs('replied');
    await tasks.become('zhiban');
    await tasks.open(task.title, '发件');
    await tasks.photograph('supervision-2-replied');
    await tasks.take('accept', () => Promise.resolve());
    await tasks.stateIs('done');
    expect((await tasks.moments()).toReversed()).toEqual(['created', 'submit', 'issue', 'receive', 'assign', 'reply', 'accept']);
    await tasks.photograph('supervision-3-accepted');
  });

  it('keeps somebody in the country until a day: a renewal that is refused changes nothing, one that is granted does, and then it lapses', async () => {
    const task = await written({
      flowId: 'exitControl', itemId: 'exitControlPerson', title: '对被执行人柯某采取边控措施', to: toCourt(HIGH), limitDays: null,
      form: { person: '柯大明', passport: 'E12345678', role: 'party', controlFrom: await isoDay(0), controlTo: await isoDay(60), ports: '厦门高崎、福州长乐', onFound: '控制后立即通知厦门市思明区人民法院值班室。' },
    }, ['exitControlNotice', 'enforcementDecision']);
    await (await clerkOf()).act(task, 'submit');
    await tasks.become('yuanzhang', 'approval');
    await queue().filter({ hasText: task.title }).click();
    await tasks.dossier.filter({ hasText: task.title }).waitFor({ timeout: 15_000 });
    await tasks.sign('approve', { pin: PIN });
    const decide = async (step: string, fill: (dialog: Locator) => Promise<unknown>, signed = true) => {
      await tasks.become('shenpi', 'approval');
      await queue().filter({ hasText: task.title }).click();
      await tasks.dossier.filter({ hasText: task.title }).locator(`[data-action="task.${step}"]`).waitFor({ timeout: 15_000 });
      await (signed ? tasks.sign(step, { pin: PIN, fill }) : tasks.take(step, fill));
      return untilState(task, 'inForce');
    };
    const clerk = await clerkOf();
    const ends = async () => (await clerk.control.request('task.list', { box: 'outbox', filter: { flowIds: ['exitControl'] }, sort: 'newest', after: null, limit: 5 })).rows[0]!;
    await decide('approveHigh', () => Promise.resolve());
    const { dueAt, amberAt } = await ends();
    await advanceClockTo(rig.stage.place, amberAt! + 1_000);
    await tasks.become('shujiyuan');
    await tasks.open(task.title, '发件');
    await tasks.dossier.locator('[data-clock-id="control"][data-tone="amber"]').waitFor({ timeout: 15_000 });
    await tasks.photograph('exit-1-ends-soon');
    await tasks.takeSaying('renew', '被执行人仍未履行，请予续控。');
    await tasks.stateIs('renewing');
    await decide('refuseRenewal', (dialog) => dialog.getByRole('textbox', { name: '理由（必填）' }).fill('续控依据不足，请补充财产线索。'), false);
    expect((await ends()).dueAt).toBe(dueAt);
    await clerk.act(task, 'renew', { words: '已补充财产线索，请予续控。' });
    const until90 = await isoDay(90);
    await decide('grantRenewal', (dialog) => dialog.getByLabel('续控截止日期').fill(until90));
    const renewed = (await ends()).dueAt!;
    expect(new Date(renewed - 1 + 8 * HOUR_MS).toISOString().slice(0, 10)).toBe(until90);
    await tasks.become('shujiyuan');
    await tasks.open(task.title, '发件');
    await tasks.photograph('exit-2-renewed');
    await advanceClockTo(rig.stage.place, renewed + 1_000);
    await tasks.stateIs('lapsed');
    expect((await tasks.moments())[0]).toBe('lapse');
    await tasks.photograph('exit-3-lapsed');
  });
});
