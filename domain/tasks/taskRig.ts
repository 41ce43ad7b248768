import type { RequestData } from '#protocol/contract.ts';
import type { CourtCode, PartnerId, TaskId, UserId } from '#protocol/nouns/ids.ts';
import type { Role } from '#protocol/roles.ts';
import { ruleTables, type RuleBook } from '#protocol/rules/rules.ts';
import { paperTemplate } from '#protocol/rules/paperTemplates.ts';
import { flow, taskItem } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { registerCourt } from '../courts/decideCourt.ts';
import type { Decision } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, type HallState } from '../hallState/hallState.ts';
import { addPartner } from '../partners/decidePartner.ts';
import { createUser } from '../people/decideUser.ts';
import { actOnTask } from './decide/actOnTask.ts';
import { createTask } from './decide/createTask.ts';
import type { Performing } from './flow/stepsFor.ts';

/*
 * Builders for tests of tasks: four courts with a clerk and an approver each, and a small flow with one of everything.
 */

/** Monday 2026-11-23 10:00 in Beijing. */
export const AT = Date.UTC(2026, 10, 23, 2, 0);
export const taskIdOf = (number: number) => `00000000-0000-4000-8000-8${String(number).padStart(11, '0')}` as TaskId;

const row = (id: string, name: string) => ({ id, name, nameEn: id, validFrom: null, validTo: null, source: '测试', verified: false });
const stateOf = (id: string, name: string, tone: string, holder: string | null, more: object = {}) => ({ id, name, nameEn: id, tone, holder, ...more });
const stepOf = (id: string, name: string, kind: string, from: string[], to: string | null, by: [string, Role, ...string[]], more: object = {}) => ({ id, name, nameEn: id, kind, from, to, by: [{ side: by[0], roles: [by[1]], ...(by[2] === undefined ? {} : { person: by[2] }) }], ...more });

/** 小委托: asked, approved (by the high court as well where it goes to another province), sent, received, done or returned, rated. */
export const SMALL_FLOW = flow.parse({
  ...row('small', '小委托'),
  mark: '委',
  reach: { courts: 'any', outside: true },
  authors: ['clerk'],
  limitDays: { min: 10, max: 20, preset: 15 },
  start: 'draft',
  states: [
    stateOf('draft', '草稿', 'draft', 'from', { editable: true }),
    stateOf('asked', '待审批', 'waiting', 'from', { approval: true }),
    stateOf('askedHigh', '待高院审批', 'waiting', 'high', { approval: true }),
    stateOf('sent', '待签收', 'waiting', 'to'),
    stateOf('working', '办理中', 'active', 'to'),
    stateOf('extending', '申请延期', 'waiting', 'from'),
    stateOf('returned', '已退回', 'void', null, { over: true }),
    stateOf('done', '已办结', 'done', null, { over: true }),
  ],
  steps: [
    stepOf('submit', '提交审批', 'submit', ['draft'], 'asked', ['from', 'clerk', 'author'], { itemPapers: true }),
    stepOf('approve', '同意', 'approve', ['asked'], 'sent', ['from', 'approver'], { signature: true, numbers: true, bulk: true, when: { province: 'same' } }),
    stepOf('forward', '同意并报高院', 'approve', ['asked'], 'askedHigh', ['from', 'approver'], { when: { province: 'other' } }),
    stepOf('approveHigh', '高院同意', 'approve', ['askedHigh'], 'sent', ['high', 'approver'], { numbers: true }),
    stepOf('reject', '驳回', 'reject', ['asked', 'askedHigh'], 'draft', ['from', 'approver'], { reason: 'required' }),
    stepOf('receive', '签收', 'receive', ['sent'], 'working', ['to', 'clerk'], { assignee: true }),
    stepOf('transfer', '移送', 'transfer', ['sent'], 'sent', ['to', 'clerk'], { court: true, reason: 'required' }),
    stepOf('return', '退回', 'return', ['sent', 'working'], 'returned', ['to', 'clerk'], { reason: 'required', afterTalk: true, grave: true }),
    stepOf('extend', '申请延期', 'extend', ['working'], 'extending', ['to', 'clerk', 'assignee'], { reason: 'required', days: { min: 1, max: 10 } }),
    stepOf('grant', '同意延期', 'grant', ['extending'], null, ['from', 'clerk'], { back: true, days: { min: 1, max: 10 } }),
    stepOf('report', '反馈结果', 'report', ['working'], 'done', ['to', 'clerk', 'assignee'], { results: true, papers: ['receipt'] }),
    stepOf('lapse', '逾期自动退回', 'lapse', ['sent'], 'returned', ['hall', 'clerk']),
    stepOf('rate', '评价', 'rate', ['done'], null, ['from', 'clerk', 'author'], { stars: true }),
  ],
  clocks: [{ ...row('receipt', '签收期限'), article: '三十日内签收', runsIn: ['sent'], period: { count: 30, unit: 'days' }, rollsOverHolidays: true, amberBefore: { count: 1, unit: 'days' }, escalatesEvery: null, lapseStep: 'lapse' }],
  results: [{ id: 'frozenAmount', name: '冻结金额', nameEn: 'Frozen', kind: 'money', required: true }],
});

const SMALL_ITEM = taskItem.parse({
  ...row('freeze', '冻结银行存款'),
  flowId: 'small',
  group: '存款',
  groupEn: 'Deposits',
  fields: [
    { id: 'holder', name: '被执行人', nameEn: 'Holder', kind: 'person', required: true, personal: true },
    { id: 'bank', name: '开户银行', nameEn: 'Bank', kind: 'text', required: true },
  ],
  papers: [{ paperId: 'notice', required: true }],
});

/** A letter of the sender once it is approved, and a sheet that stays in its court. */
const SMALL_TEMPLATES = [
  paperTemplate.parse({ ...row('letter', '委托函'), paperId: 'notice', flows: ['small'], after: ['approve', 'approveHigh'], side: 'from', roles: ['clerk'], internal: false, sealed: true, suffix: '', text: ['{toCourt}：', '现将{caseNumber}案“{item}”委托你院办理，限{limit}。'], parts: ['form', 'papers', 'approvals'] }),
  paperTemplate.parse({ ...row('sheet', '审批表'), paperId: 'receipt', flows: ['small'], after: ['approve', 'approveHigh'], side: 'from', roles: ['clerk', 'approver'], internal: true, sealed: false, suffix: '之一', text: ['承办人：{author}'], parts: ['approvals'] }),
];

const EMPTY_BOOK = Object.fromEntries(Object.keys(ruleTables).map((table) => [table, []])) as unknown as Omit<RuleBook, 'version'>;
export const BOOK: RuleBook = {
  version: '0'.repeat(64),
  ...EMPTY_BOOK,
  papers: [
    { ...row('notice', '协助执行通知书'), presidentSigns: false, internal: false },
    { ...row('receipt', '回执'), presidentSigns: false, internal: false },
    { ...row('minutes', '会商纪要'), presidentSigns: false, internal: true },
  ],
  caseTypes: [{ ...row('enforcement', '首次执行'), code: '执' }],
  flows: [SMALL_FLOW],
  items: [SMALL_ITEM],
  templates: SMALL_TEMPLATES,
};

export const COURTS = ['闽', '闽02', '闽0203', '闽0205', '闽0603'] as CourtCode[];

/** Speaks for 赣州市中级人民法院. */
export const PARTNER = '00000000-0000-4000-8000-900000000001' as PartnerId;

/** `clerk@闽0203`, `approver@闽` … */
export function personAt(roleAndCourt: string): Performing {
  const [role, courtCode] = roleAndCourt.split('@') as [Role, CourtCode];
  const kind = role === 'clerk' ? 1 : 2;
  return { userId: `00000000-0000-4000-8000-1${kind}${String(COURTS.indexOf(courtCode)).padStart(10, '0')}` as UserId, name: `${courtCode}${role}`, courtCode, roles: [role] };
}

/** A hall whose decisions are folded at once. */
export class TaskRig {
  state: HallState = EMPTY_STATE;
  at = AT;
  #sequence = 0;

  constructor() {
    this.run(null, (before) => addPartner(before, { partnerId: PARTNER, courtCode: '闽' as CourtCode, name: '江西高院执行指挥中心', province: '江西', courts: ['赣州市中级人民法院'], webhookUrl: 'https://jiangxi.test/hooks', authorityPem: null }));
    for (const courtCode of COURTS) {
      this.run(null, (before) => registerCourt(before, { courtCode, name: `${courtCode}法院`, level: courtCode.length === 1 ? 'high' : 'basic', position: { longitudeDeg: 118, latitudeDeg: 25 }, validFrom: null, validTo: null, source: '测试' }));
      for (const role of ['clerk', 'approver'] as const) {
        const { userId, name } = personAt(`${role}@${courtCode}`);
        this.run(null, (before) => createUser(before, { userId, username: `${role}${COURTS.indexOf(courtCode)}`, name, courtCode, roles: [role], phone: null }));
      }
    }
  }

  run<Answer>(by: Performing | null, decide: (state: HallState) => Decision<Answer>): Answer {
    const { events, answer } = decide(this.state);
    for (const event of events) {
      this.#sequence += 1;
      const actor = by === null ? { kind: 'hall' as const } : { kind: 'person' as const, userId: by.userId, name: by.name, courtCode: by.courtCode };
      this.state = fold(this.state, { ...event, sequence: this.#sequence, at: this.at, version: nextVersion(this.state, event.name, event.subject), actor });
    }
    return answer(this.state);
  }

  create(who: string, more: Partial<RequestData<'task.create'>> = {}, number = 1): Task {
    const person = personAt(who);
    const input = { flowId: 'small', itemId: 'freeze', title: '冻结柯某存款', to: courtEnd('闽0603'), caseNumber: '(2026)闽0203执123号', urgent: false, limitDays: 15, form: { holder: '柯大明', bank: '工商银行' }, operationId: null, contact: '', documents: [paperOf('notice')], ...more };
    return this.run(person, (state) => createTask(state, input, { taskId: taskIdOf(number), kept: { form: { ...input.form, holder: '柯某某' }, personalHash: 'a'.repeat(64) }, book: BOOK, by: { kind: 'person', person, deputyOf: [] }, at: this.at })).task;
  }

  act(who: string, stepId: string, more: Partial<RequestData<'task.act'>> = {}, number = 1): Task {
    const person = personAt(who);
    const input = { taskId: taskIdOf(number), expectedVersion: this.task(number).version, ...ACT, step: stepId, ...more };
    return this.run(person, (state) => actOnTask(state, input, { book: BOOK, by: { kind: 'person', person, deputyOf: [] }, at: this.at })).task;
  }

  task(number = 1): Task {
    const task = this.state.tasks.get(taskIdOf(number));
    if (task === undefined) throw new Error('no such task');
    return task;
  }
}

/** A step that brings nothing with it. */
export const ACT = { words: null, count: null, assigneeId: null, to: null, result: null, documents: [], signature: null, onBehalfOf: null } as const satisfies Partial<RequestData<'task.act'>>;
export const SIGNATURE = { keyId: 'b'.repeat(64), algorithm: 'Ed25519', contentHash: 'c'.repeat(64), signature: 'AA==' } as const;

export function courtEnd(courtCode: string) {
  return { kind: 'court' as const, courtCode: courtCode as CourtCode, courtName: '' };
}

export function paperOf(paperId: string) {
  return { documentId: paperId === 'notice' ? 'd'.repeat(64) : 'e'.repeat(64), name: `${paperId}.pdf`, mimeType: 'application/pdf' as const, totalBytes: 10, paperId, replaces: null };
}
