import { describe, expect, it } from 'vitest';
import { actOnTask } from '#domain/tasks/decide/actOnTask.ts';
import { addDocuments, askCountersign, countersign, noteProgress, noteTalk, urge } from '#domain/tasks/decide/besideSteps.ts';
import { stateIn } from '#domain/tasks/flow/flowOf.ts';
import { stepsFor } from '#domain/tasks/flow/stepsFor.ts';
import { ACT, BOOK, COURTS, personAt, SIGNATURE, SMALL_FLOW, taskIdOf, TaskRig } from '#domain/tasks/taskRig.ts';
import { AppError } from '#protocol/errors.ts';
import type { TaskDocument } from '#protocol/tasks/tasks.ts';
import { besideActions, type BesideAction } from './besideActions.ts';
import { formRows } from './formRows.ts';
import { historyRows } from './historyRows.ts';
import { paperShelf } from './paperShelf.ts';
import { stepKeys } from './stepKeys.ts';
import { EMPTY_ENTRY, isPlain, stepLacks } from './stepNeeds.ts';
import { taskChanges } from './taskChanges.ts';

const CLERK = 'clerk@闽0203';
const APPROVER = 'approver@闽0203';
const RECEIVER = 'clerk@闽0603';
const stepOf = (id: string) => SMALL_FLOW.steps.find((step) => step.id === id)!;

function sent(): TaskRig {
  const rig = new TaskRig();
  rig.create(CLERK);
  rig.act(CLERK, 'submit');
  rig.act(APPROVER, 'approve', { signature: SIGNATURE });
  return rig;
}

function working(): TaskRig {
  const rig = sent();
  rig.act(RECEIVER, 'receive', { assigneeId: personAt(RECEIVER).userId });
  return rig;
}

function refusal(ask: () => unknown): string {
  try {
    ask();
    return 'ok';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

/** Whether the hall would refuse it whatever is filled in. */
function isRefused(rig: TaskRig, who: string, action: BesideAction): boolean {
  const context = { book: BOOK, at: rig.at, person: personAt(who), deputyOf: [] };
  const named = { taskId: taskIdOf(1), expectedVersion: rig.task().version };
  const asks: Record<BesideAction, () => unknown> = {
    talk: () => noteTalk(rig.state, { ...named, withName: '王法官', words: '已说明' }, context),
    urge: () => urge(rig.state, { ...named, words: '请抓紧' }, context),
    progress: () => noteProgress(rig.state, { ...named, percent: 10, words: '已查询' }, context),
    addDocuments: () => addDocuments(rig.state, { ...named, documents: [] }, context),
    askCountersign: () => askCountersign(rig.state, { ...named, userIds: [], words: null }, context),
    countersign: () => countersign(rig.state, { ...named, agrees: true, words: null, signature: SIGNATURE }, context),
  };
  return ['forbidden', 'taskStepOver'].includes(refusal(asks[action]));
}

describe('what may be done beside the steps', () => {
  it('is never offered where the hall refuses it', () => {
    const asked = new TaskRig();
    asked.create(CLERK);
    asked.act(CLERK, 'submit');
    for (const rig of [asked, sent(), working()]) {
      for (const who of COURTS.flatMap((court) => [`clerk@${court}`, `approver@${court}`])) {
        const task = rig.task();
        const person = personAt(who);
        const offered = besideActions({ task, state: stateIn(SMALL_FLOW, task.state), open: stepsFor({ task, flow: SMALL_FLOW, person, deputyOf: [] }), person });
        expect([who, task.state, offered.filter((action) => isRefused(rig, who, action))]).toEqual([who, task.state, []]);
      }
    }
  });

  it('is what each is there for: talk and papers for both ends, urging for the sender, progress for whoever does it', () => {
    const rig = working();
    const offered = (who: string) => {
      const task = rig.task();
      const person = personAt(who);
      return besideActions({ task, state: stateIn(SMALL_FLOW, task.state), open: stepsFor({ task, flow: SMALL_FLOW, person, deputyOf: [] }), person });
    };
    expect(offered(CLERK)).toEqual(['talk', 'urge', 'addDocuments']);
    expect(offered(RECEIVER)).toEqual(['progress', 'talk', 'addDocuments']);
    expect(offered('clerk@闽')).toEqual(['urge']);
    expect(offered('clerk@闽0205')).toEqual([]);
  });
});

describe('what a step asks for', () => {
  it('is a talk after the task was sent, where the hall says talk first', () => {
    const rig = working();
    const lacks = () => stepLacks(stepOf('return'), rig.task(), { ...EMPTY_ENTRY, words: '地址不详' });
    const asked = () => refusal(() => actOnTask(rig.state, { ...ACT, taskId: taskIdOf(1), expectedVersion: rig.task().version, step: 'return', words: '地址不详' }, { book: BOOK, at: rig.at, by: { kind: 'person', person: personAt(RECEIVER), deputyOf: [] } }));
    expect([lacks(), asked()]).toEqual([['talk'], 'talkFirst']);
    rig.run(personAt(RECEIVER), (state) => noteTalk(state, { taskId: taskIdOf(1), expectedVersion: rig.task().version, withName: '王法官', words: '同意退回' }, { book: BOOK, at: rig.at, person: personAt(RECEIVER), deputyOf: [] }));
    expect([lacks(), asked()]).toEqual([[], 'ok']);
  });

  it('is a reason, a person, a court, days or stars, by the flow alone', () => {
    const { ...task } = working().task();
    const lacks = (step: string, entry = {}) => stepLacks(stepOf(step), task, { ...EMPTY_ENTRY, ...entry });
    expect(lacks('reject')).toEqual(['reason']);
    expect(lacks('reject', { words: '  ' })).toEqual(['reason']);
    expect(lacks('receive')).toEqual(['assignee']);
    expect(lacks('transfer', { words: '地址在别处' })).toEqual(['court']);
    expect(lacks('extend', { words: '银行节假日', count: 3 })).toEqual([]);
    expect(lacks('rate')).toEqual(['count']);
    expect(isPlain(stepOf('approve'))).toBe(false);
    expect(isPlain({ ...stepOf('receive'), assignee: false })).toBe(true);
  });

  it('is bound to A and R where it agrees and where it sends back', () => {
    const rig = new TaskRig();
    rig.create(CLERK);
    const task = rig.act(CLERK, 'submit');
    const chords = (who: string) => stepKeys(stepsFor({ task, flow: SMALL_FLOW, person: personAt(who), deputyOf: [] })).map(({ chord, open }) => [chord, open.step.id]);
    expect(chords(APPROVER)).toEqual([['A', 'approve'], ['R', 'reject']]);
    expect(chords(CLERK)).toEqual([]);
  });
});

describe('a dossier', () => {
  it('tells its history in the words of the flow, the latest first', () => {
    const rows = historyRows(working().task(), SMALL_FLOW, 'zh-CN');
    expect(rows.map(({ name, into }) => [name, into])).toEqual([
      [{ step: '签收' }, '办理中'],
      [{ step: '同意' }, '待签收'],
      [{ step: '提交审批' }, '待审批'],
      [{ beside: 'created' }, '草稿'],
    ]);
  });

  it('has what was reported before the last report', () => {
    const [moment] = sent().task().history;
    const history = [{ ...moment!, what: 'partReport', result: { note: '一' } }, { ...moment!, what: 'redo' }, { ...moment!, what: 'report', result: { note: '二' } }];
    expect(historyRows({ history }, SMALL_FLOW, 'zh-CN').map(({ formerResult }) => formerResult)).toEqual([null, null, { note: '一' }]);
  });

  it('says what a count is of', () => {
    const task = sent().task();
    const flow = { ...SMALL_FLOW, steps: [...SMALL_FLOW.steps, { ...SMALL_FLOW.steps[0]!, id: 'stars', stars: true }, { ...SMALL_FLOW.steps[0]!, id: 'days', days: { min: 1, max: 9 } }] };
    const history = ['stars', 'days', 'countersigned'].map((what) => ({ ...task.history[0]!, what, count: 1 }));
    expect(historyRows({ history }, flow, 'zh-CN').map(({ countOf }) => countOf)).toEqual([null, 'days', 'stars']);
  });

  it('names the clock that ran out', () => {
    const task = sent().task();
    const told = { ...task.history[0]!, what: 'due', words: 'receipt', state: task.state };
    expect(historyRows({ history: [...task.history, told] }, SMALL_FLOW, 'zh-CN')[0]).toMatchObject({ name: { beside: 'due' }, words: '签收期限', into: null });
  });

  it('says what somebody else changed meanwhile, and nothing of what is as it was', () => {
    const before = working().task();
    const now = { ...before, title: '另一标题', progress: 50, history: [...before.history, { ...before.history[0]!, what: 'edited' }], version: before.version + 1 };
    expect(taskChanges(before, now)).toMatchObject({ moments: [{ what: 'edited' }], parts: ['title'] });
    expect(taskChanges(before, before)).toEqual({ moments: [], parts: [] });
  });

  it('reads values by their field, leaves out what was not filled in, and writes money in full', () => {
    const [field] = SMALL_FLOW.results;
    const choice = { ...field!, id: 'kind', kind: 'choice' as const, choices: [{ id: 'part', name: '部分', nameEn: 'Part' }] };
    const flag = { ...field!, id: 'flag', kind: 'yesNo' as const };
    const day = { ...field!, id: 'day', kind: 'date' as const };
    expect(formRows([field!, choice, flag, day], { frozenAmount: 1_234_567.5, kind: 'part', flag: false, day: '2026-12-01' }, 'zh-CN').map(({ text }) => text)).toEqual(['￥1,234,567.50', '部分', '否', '2026年12月1日']);
    expect(formRows([field!, choice], { kind: '' }, 'zh-CN')).toEqual([]);
  });

  it('puts a paper before those it took the place of, also where they go round in a ring', () => {
    const paper = (documentId: string, replaces: string | null, paperId: string | null = 'notice'): TaskDocument => ({ documentId, name: documentId, mimeType: 'application/pdf', totalBytes: 1, paperId, replaces, addedAt: 0, byName: '', side: 'from', made: null });
    const shelf = paperShelf([paper('a', null), paper('b', 'a'), paper('c', 'b'), paper('x', null, null)], [{ paperId: 'notice', required: true }, { paperId: 'receipt', required: true }, { paperId: 'photo', required: false }]);
    expect(shelf.latest.map(({ document, older }) => [document.documentId, older.map(({ documentId }) => documentId)])).toEqual([['c', ['b', 'a']], ['x', []]]);
    expect(shelf.missing).toEqual(['receipt']);
    expect(paperShelf([paper('a', 'b'), paper('b', 'a'), paper('c', 'a')], []).latest).toMatchObject([{ older: [{ documentId: 'a' }, { documentId: 'b' }] }]);
  });
});
