import { createHash } from 'node:crypto';
import { registerCourt } from '#domain/courts/decideCourt.ts';
import type { Decision, NewEvent } from '#domain/decision/decision.ts';
import { fold, nextVersion } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, type HallState } from '#domain/hallState/hallState.ts';
import { addPartner } from '#domain/partners/decidePartner.ts';
import { createUser } from '#domain/people/decideUser.ts';
import { actOnTask } from '#domain/tasks/decide/actOnTask.ts';
import { noteTalk } from '#domain/tasks/decide/besideSteps.ts';
import { createTask } from '#domain/tasks/decide/createTask.ts';
import type { TaskActor } from '#domain/tasks/decide/taskEvent.ts';
import { flowOf, itemOf } from '#domain/tasks/flow/flowOf.ts';
import type { Performing } from '#domain/tasks/flow/stepsFor.ts';
import { cardOf, creditCodeOf, identityOf } from '#domain/tasks/form/fieldRig.ts';
import { partForm } from '#domain/tasks/form/partForm.ts';
import { ACT, courtEnd, SIGNATURE } from '#domain/tasks/taskRig.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { CourtCode, PartnerId, TaskId, UserId } from '#protocol/nouns/ids.ts';
import type { Role } from '#protocol/roles.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { FieldKind, Flow, FlowStep, FormField, Side } from '#protocol/tasks/flows.ts';
import type { FormValues, Task, TaskEnd } from '#protocol/tasks/tasks.ts';

/** The high court, two cities, a district in each. */
export const COURTS = ['闽', '闽02', '闽05', '闽0203', '闽0503'] as CourtCode[];
const ROLES: readonly Role[] = ['clerk', 'judge', 'dutyOfficer', 'approver', 'leader', 'commander', 'bailiff'];
export const PARTNER = '00000000-0000-4000-8000-900000000001' as PartnerId;
export const OUTSIDE: TaskEnd = { kind: 'outside', partnerId: PARTNER, courtName: '赣州市中级人民法院' };

/** One of each role in each court. */
export const PEOPLE: readonly Performing[] = COURTS.flatMap((courtCode, court) =>
  ROLES.map((role, index) => ({ userId: `00000000-0000-4000-8000-${String(court * 100 + index + 1).padStart(12, '0')}` as UserId, name: `${courtCode}${role}`, courtCode, roles: [role] })),
);
export type Act = Omit<RequestData<'task.act'>, 'commandId'>;
export type Asked = { readonly flowId: string; readonly itemId: string; readonly to: TaskEnd; readonly urgent: boolean; readonly from?: TaskEnd };

/** People, courts, and a state into which every decision is folded at once. */
export class FlowWorld {
  readonly book: RuleBook;
  readonly events: Parameters<typeof fold>[1][] = [];
  state: HallState = EMPTY_STATE;
  at: number;
  #tasks = 0;

  constructor(book: RuleBook, at: number) {
    this.book = book;
    this.at = at;
    for (const courtCode of COURTS) {
      this.run(null, (state) => registerCourt(state, { courtCode, name: `${courtCode}法院`, level: courtCode.length === 1 ? 'high' : courtCode.length === 3 ? 'intermediate' : 'basic', position: { longitudeDeg: 118, latitudeDeg: 25 }, validFrom: null, validTo: null, source: '测试' }));
    }
    this.run(null, (state) => addPartner(state, { partnerId: PARTNER, courtCode: COURTS[0]!, name: '江西高院执行指挥中心', province: '江西', courts: [OUTSIDE.courtName], webhookUrl: null, authorityPem: null }));
    PEOPLE.forEach(({ roles, ...person }, index) => this.run(null, (state) => createUser(state, { ...person, roles: [...roles], username: `user${index}`, phone: null })));
  }

  run<Answer>(by: Performing | null, decide: (state: HallState) => Decision<Answer>): { readonly answer: Answer; readonly events: readonly NewEvent[] } {
    const { events, answer } = decide(this.state);
    for (const event of events) {
      const actor = by === null ? { kind: 'hall' as const } : { kind: 'person' as const, userId: by.userId, name: by.name, courtCode: by.courtCode };
      const entry = { ...event, sequence: this.events.length + 1, at: this.at, version: nextVersion(this.state, event.name, event.subject), actor };
      this.events.push(entry);
      this.state = fold(this.state, entry);
    }
    return { answer: answer(this.state), events };
  }

  /** By a person, or by the partner where it comes from outside. */
  create(person: Performing | null, { from, ...asked }: Asked): Task {
    this.#tasks += 1;
    const taskId = `00000000-0000-4000-8000-8${String(this.#tasks).padStart(11, '0')}` as TaskId;
    const flow = flowOf(this.book, { ...asked, createdAt: this.at });
    const { fields } = itemOf(this.book, { ...asked, createdAt: this.at });
    const form = rightValues(fields);
    const kept = { form: partForm(fields, form).open, personalHash: 'a'.repeat(64) };
    const input = { ...asked, title: '委托事项', caseNumber: flow.caseNumber === 'none' ? null : '（2026）闽0203执123号', limitDays: flow.limitDays?.preset ?? null, form, operationId: null, contact: '', documents: [] };
    return this.run(person, (state) => createTask(state, input, { taskId, kept, book: this.book, by: actorOf(person), at: this.at, ...(from === undefined ? {} : { from }) })).answer.task;
  }

  act(by: TaskActor, act: Act): Task {
    return this.run(by.kind === 'person' ? by.person : null, (state) => actOnTask(state, act, { book: this.book, by, at: this.at })).answer.task;
  }

  talk(person: Performing, task: Task): Task {
    return this.run(person, (state) => noteTalk(state, { taskId: task.taskId, expectedVersion: task.version, withName: '对方承办人', words: '已说明情况' }, { book: this.book, at: this.at, person, deputyOf: [] })).answer.task;
  }

  /** With all that the step asks for. */
  whole(task: Task, flow: Flow, step: FlowStep, side: Side): Act {
    const court = courtOf(task, side);
    const papers = [...step.papers, ...(step.itemPapers ? itemOf(this.book, task).papers.filter(({ required }) => required).map(({ paperId }) => paperId) : [])];
    return {
      taskId: task.taskId,
      expectedVersion: task.version,
      ...ACT,
      step: step.id,
      words: step.reason === 'none' ? null : '情况属实',
      count: step.days?.min ?? (step.stars ? 4 : null),
      assigneeId: step.assignee ? (PEOPLE.find(({ courtCode, roles }) => courtCode === court && roles.includes('judge'))?.userId ?? null) : null,
      to: step.court ? courtEnd(COURTS.find((other) => other !== courtOf(task, 'to') && other !== courtOf(task, 'from')) ?? '') : null,
      result: step.results ? rightValues(flow.results) : null,
      documents: [...new Set(papers)].filter((paperId) => !task.documents.some((document) => document.paperId === paperId)).map(documentOf),
      signature: step.signature ? SIGNATURE : null,
    };
  }
}

export function actorOf(person: Performing | null): TaskActor {
  return person === null ? { kind: 'partner', partnerId: PARTNER } : { kind: 'person', person, deputyOf: [] };
}

/** Whose people a side is, by the words of the flow; not by the code under test. */
export function courtOf({ from, to }: Pick<Task, 'from' | 'to'>, side: Side): string | null {
  const [sender, receiver] = [from, to].map((end) => (end.kind === 'court' ? end.courtCode : null));
  switch (side) {
    case 'from': return sender ?? null;
    case 'to': return receiver ?? null;
    case 'high': return '闽';
    case 'upper': return COURTS.toSorted((one, other) => other.length - one.length).find((above) => [sender, receiver].every((below) => typeof below === 'string' && below !== above && below.startsWith(above))) ?? '闽';
    case 'hall': return null;
  }
}

function documentOf(paperId: string): Act['documents'][number] {
  return { documentId: createHash('sha256').update(paperId).digest('hex'), name: `${paperId}.pdf`, mimeType: 'application/pdf', totalBytes: 10, paperId, replaces: null };
}

const RIGHT: Record<FieldKind, FormValues[string]> = {
  text: '文字', longText: '文字', number: 2, money: 12_345.67, date: '2026-12-31', choice: '', yesNo: true, caseNumber: '（2026）闽0203执123号', person: '柯大明',
  identity: identityOf('35020319800101123'), organisation: '厦门鹭岛贸易有限公司', creditCode: creditCodeOf('91350203MA0000000'), account: cardOf('622202020001234568'), plate: '闽D12345', phone: '13800138000', address: '厦门市思明区湖滨南路1号',
};

/** A form in which nothing is wrong. */
export function rightValues(fields: readonly FormField[]): FormValues {
  return Object.fromEntries(fields.map(({ id, kind, choices, min }) => [id, kind === 'choice' ? (choices[0]?.id ?? '') : kind === 'number' ? Math.max(1, min ?? 1) : RIGHT[kind]]));
}
