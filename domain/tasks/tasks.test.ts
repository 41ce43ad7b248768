import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { Capability } from '#protocol/capabilities.ts';
import type { CourtCode, PartnerId, UserId } from '#protocol/nouns/ids.ts';
import { stateOf, snapshotOf, visibleState } from '../hallState/hallState.ts';
import { actOnTask } from './decide/actOnTask.ts';
import { lastNumbered } from './taskNumber.ts';
import { askCountersign, countersign, noteProgress, noteTalk, urge } from './decide/besideSteps.ts';
import { editTask } from './decide/createTask.ts';
import { courtOfSide } from './flow/sides.ts';
import { stepsFor } from './flow/stepsFor.ts';
import { maySeeTask } from './maySeeTask.ts';
import { ACT, AT, BOOK, courtEnd, paperOf, PARTNER, personAt, SIGNATURE, SMALL_FLOW, taskIdOf, TaskRig } from './taskRig.ts';

const CLERK = 'clerk@闽0203';
const APPROVER = 'approver@闽0203';
const RECEIVER = 'clerk@闽0603';
const DAY_MS = 86_400_000;

const refusal = (ask: () => unknown): string => {
  try {
    ask();
    return 'ok';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};
const beside = (rig: TaskRig, who: string) => ({ book: BOOK, at: rig.at, person: personAt(who), deputyOf: [] });
const versioned = (rig: TaskRig, number = 1) => ({ taskId: taskIdOf(number), expectedVersion: rig.task(number).version });

function received(): TaskRig {
  const rig = new TaskRig();
  rig.create(CLERK);
  rig.act(CLERK, 'submit');
  rig.act(APPROVER, 'approve', { signature: SIGNATURE });
  rig.act(RECEIVER, 'receive', { assigneeId: personAt(RECEIVER).userId });
  return rig;
}

describe('a task', () => {
  it('goes from one court to another, and its history says who did what when', () => {
    const rig = received();
    rig.act(RECEIVER, 'report', { result: { frozenAmount: 12_345.67 }, documents: [paperOf('receipt')] });
    const task = rig.act(CLERK, 'rate', { count: 5 });
    expect(task).toMatchObject({ state: 'done', over: true, number: '〔2026〕闽0203委1号', caseNumber: '（2026）闽0203执123号', overAt: rig.at, result: { frozenAmount: 12_345.67 }, assignee: { userId: personAt(RECEIVER).userId } });
    expect(task.history.map(({ what, state, byName, side }) => [what, state, byName, side])).toEqual([
      ['created', 'draft', '闽0203clerk', 'from'],
      ['submit', 'asked', '闽0203clerk', 'from'],
      ['approve', 'sent', '闽0203approver', 'from'],
      ['receive', 'working', '闽0603clerk', 'to'],
      ['report', 'done', '闽0603clerk', 'to'],
      ['rate', 'done', '闽0203clerk', 'from'],
    ]);
    expect(task.documents.map(({ paperId, side, byName }) => [paperId, side, byName])).toEqual([['notice', 'from', '闽0203clerk'], ['receipt', 'to', '闽0603clerk']]);
  });

  it('takes each step from those alone whom its flow names', () => {
    const rig = new TaskRig();
    rig.create(CLERK);
    expect(refusal(() => rig.act(APPROVER, 'submit'))).toBe('forbidden');
    expect(refusal(() => rig.act(APPROVER, 'approve', { signature: SIGNATURE }))).toBe('taskStepOver');
    expect(refusal(() => rig.act(CLERK, 'noSuchStep'))).toBe('badRule');
    rig.act(CLERK, 'submit');
    for (const other of ['approver@闽', 'approver@闽02', 'approver@闽0205', CLERK]) {
      expect(refusal(() => rig.act(other, 'approve', { signature: SIGNATURE }))).toBe('forbidden');
    }
    expect(stepsFor({ task: rig.task(), flow: SMALL_FLOW, person: personAt(APPROVER), deputyOf: [] }).map(({ step }) => step.id)).toEqual(['approve', 'reject']);
  });

  it('lets a deputy act, and says for whom', () => {
    const rig = new TaskRig();
    rig.create(CLERK);
    rig.act(CLERK, 'submit');
    const { userId, name } = personAt(APPROVER);
    const deputy = { ...personAt('clerk@闽'), courtCode: personAt(CLERK).courtCode };
    const reject = (onBehalfOf: typeof userId | null) => rig.run(deputy, (state) => actOnTask(state, { ...versioned(rig), ...ACT, step: 'reject', words: '金额有误', onBehalfOf }, { book: BOOK, by: { kind: 'person', person: deputy, deputyOf: [personAt(APPROVER)] }, at: rig.at }));
    // Never unawares, and for nobody else.
    expect([null, personAt('approver@闽').userId].map((other) => refusal(() => reject(other)))).toEqual(['forbidden', 'forbidden']);
    const { task } = reject(userId);
    expect(task.history.at(-1)).toMatchObject({ what: 'reject', byName: '闽clerk', onBehalfOf: { userId, name }, words: '金额有误' });
  });

  it('asks for what a step needs: reason, signature, papers, result, days, stars, a talk before a return', () => {
    const rig = new TaskRig();
    rig.create(CLERK, { documents: [] });
    expect(refusal(() => rig.act(CLERK, 'submit'))).toBe('taskPapersMissing');
    rig.act(CLERK, 'submit', { documents: [paperOf('notice')] });
    expect(refusal(() => rig.act(APPROVER, 'approve'))).toBe('signatureNeeded');
    expect(refusal(() => rig.act(APPROVER, 'reject'))).toBe('reasonNeeded');
    rig.act(APPROVER, 'approve', { signature: SIGNATURE });
    expect(refusal(() => rig.act(RECEIVER, 'receive'))).toBe('notFound');
    expect(refusal(() => rig.act(RECEIVER, 'receive', { assigneeId: personAt(CLERK).userId }))).toBe('notFound');
    expect(refusal(() => rig.act(RECEIVER, 'return', { words: '不属本院' }))).toBe('talkFirst');
    rig.act(RECEIVER, 'receive', { assigneeId: personAt(RECEIVER).userId });
    expect(refusal(() => rig.act(RECEIVER, 'report', { documents: [paperOf('receipt')] }))).toBe('badForm');
    expect(refusal(() => rig.act(RECEIVER, 'report', { result: { frozenAmount: 1 } }))).toBe('taskPapersMissing');
    expect(refusal(() => rig.act(RECEIVER, 'extend', { words: '账户较多', count: 11 }))).toBe('badForm');
    expect(refusal(() => rig.act(RECEIVER, 'extend', { words: '账户较多', count: 1.5 }))).toBe('badForm');
    rig.run(personAt(RECEIVER), (state) => noteTalk(state, { ...versioned(rig), withName: '林书记员', words: '材料不全，同意退回' }, beside(rig, RECEIVER)));
    expect(rig.act(RECEIVER, 'return', { words: '不属本院' })).toMatchObject({ state: 'returned', over: true });
  });

  it('comes back from a question that was put aside, with the days that were granted', () => {
    const rig = received();
    rig.act(RECEIVER, 'extend', { words: '账户较多', count: 5 });
    expect(rig.act(CLERK, 'grant', { count: 3 })).toMatchObject({ state: 'working', extraDays: 3 });
  });

  it('may be taken over by another court, whose people then have it', () => {
    const rig = new TaskRig();
    rig.create(CLERK);
    rig.act(CLERK, 'submit');
    rig.act(APPROVER, 'approve', { signature: SIGNATURE });
    expect(refusal(() => rig.act(RECEIVER, 'transfer', { words: '财产在翔安', to: courtEnd('闽0603') }))).toBe('badDestination');
    expect(refusal(() => rig.act(RECEIVER, 'transfer', { words: '财产在翔安', to: courtEnd('闽0203') }))).toBe('badDestination');
    expect(rig.act(RECEIVER, 'transfer', { words: '财产在海沧', to: courtEnd('闽0205') }).to).toEqual({ kind: 'court', courtCode: '闽0205', courtName: '闽0205法院' });
    expect(refusal(() => rig.act(RECEIVER, 'receive', { assigneeId: personAt(RECEIVER).userId }))).toBe('forbidden');
  });

  it('needs the high court on its way to another province, whose centre then acts for its end', () => {
    const rig = new TaskRig();
    rig.create(CLERK, { to: { kind: 'outside', partnerId: PARTNER, courtName: '赣州市中级人民法院' } });
    rig.act(CLERK, 'submit');
    expect(refusal(() => rig.act(APPROVER, 'approve', { signature: SIGNATURE }))).toBe('taskStepOver');
    rig.act(APPROVER, 'forward');
    expect(refusal(() => rig.act('approver@闽02', 'approveHigh'))).toBe('forbidden');
    rig.act('approver@闽', 'approveHigh');
    const asPartner = (partnerId: PartnerId) => rig.run(null, (state) => actOnTask(state, { ...versioned(rig), ...ACT, step: 'receive' }, { book: BOOK, by: { kind: 'partner', partnerId }, at: rig.at }));
    expect(refusal(() => asPartner('00000000-0000-4000-8000-900000000002' as PartnerId))).toBe('forbidden');
    expect(asPartner(PARTNER).task).toMatchObject({ state: 'working', assignee: null });
  });

  it('waits for everybody who was asked to countersign, each of whom answers once', () => {
    const rig = new TaskRig();
    rig.create('clerk@闽', {});
    rig.act('clerk@闽', 'submit');
    const [asker, other] = ['approver@闽', 'approver@闽0203'];
    expect(refusal(() => rig.run(personAt(asker), (state) => askCountersign(state, { ...versioned(rig), userIds: [personAt(other).userId], words: null }, beside(rig, asker))))).toBe('notFound');
    expect(refusal(() => rig.run(personAt(asker), (state) => askCountersign(state, { ...versioned(rig), userIds: [personAt(asker).userId], words: null }, beside(rig, asker))))).toBe('notFound');
    // A second approver of the same court.
    const second = { ...personAt(asker), userId: '00000000-0000-4000-8000-130000000000' as UserId, name: '副局长' };
    rig.state = { ...rig.state, users: rig.state.users.set(second.userId, { ...second, username: 'second', state: 'active', hasPhone: false, version: 1 }) };
    rig.run(personAt(asker), (state) => askCountersign(state, { ...versioned(rig), userIds: [second.userId], words: '请核' }, beside(rig, asker)));
    expect(refusal(() => rig.act(asker, 'approve', { signature: SIGNATURE }))).toBe('countersignOpen');
    const answer = () => rig.run(second, (state) => countersign(state, { ...versioned(rig), agrees: true, words: null, signature: SIGNATURE }, { ...beside(rig, asker), person: second }));
    expect(answer().task.countersigns).toMatchObject([{ name: '副局长', agrees: true, answeredAt: AT }]);
    expect(refusal(answer)).toBe('forbidden');
    expect(rig.act(asker, 'approve', { signature: SIGNATURE }).state).toBe('sent');
  });

  it('is edited by its author alone, while the state lets them', () => {
    const rig = new TaskRig();
    const task = rig.create(CLERK);
    const content = { title: '冻结柯某存款（改）', to: courtEnd('闽0205'), caseNumber: null, urgent: true, limitDays: 12, form: { holder: '柯大明', bank: '建设银行' }, operationId: null, contact: '', documents: [] };
    const edit = (who: string, more = {}) => rig.run(personAt(who), (state) => editTask(state, { ...versioned(rig), ...content, ...more }, { kept: { form: content.form, personalHash: null }, book: BOOK, by: { kind: 'person', person: personAt(who), deputyOf: [] }, at: rig.at }));
    expect(refusal(() => edit(APPROVER))).toBe('forbidden');
    expect(refusal(() => edit(CLERK, { limitDays: 21 }))).toBe('badForm');
    expect(refusal(() => edit(CLERK, { to: courtEnd('闽0203') }))).toBe('badDestination');
    expect(refusal(() => edit(CLERK, { caseNumber: '闽执1号' }))).toBe('badCaseNumber');
    expect(refusal(() => edit(CLERK, { expectedVersion: task.version + 1 }))).toBe('conflict');
    expect(edit(CLERK).task).toMatchObject({ title: '冻结柯某存款（改）', urgent: true, documents: [], history: [{ what: 'created' }, { what: 'edited' }] });
    rig.act(CLERK, 'submit', { documents: [paperOf('notice')] });
    expect(refusal(() => edit(CLERK))).toBe('taskStepOver');
  });

  it('is urged by its sender and those above, and reported on by its assignee', () => {
    const rig = received();
    const urging = (who: string) => refusal(() => rig.run(personAt(who), (state) => urge(state, { ...versioned(rig), words: '请尽快办理' }, beside(rig, who))));
    expect([CLERK, 'approver@闽', RECEIVER, 'clerk@闽0205'].map(urging)).toEqual(['ok', 'ok', 'forbidden', 'forbidden']);
    const progress = (who: string) => refusal(() => rig.run(personAt(who), (state) => noteProgress(state, { ...versioned(rig), percent: 40, words: '已查控两个账户' }, beside(rig, who))));
    expect([CLERK, RECEIVER].map(progress)).toEqual(['forbidden', 'ok']);
    expect(rig.task().progress).toBe(40);
  });

  it('has a number of its own, counted by court and year', () => {
    const rig = new TaskRig();
    const numbers = [1, 2, 3].map((number) => {
      if (number === 3) rig.at += 60 * DAY_MS;
      rig.create(CLERK, {}, number);
      rig.act(CLERK, 'submit', {}, number);
      return rig.act(APPROVER, 'approve', { signature: SIGNATURE }, number).number;
    });
    expect(numbers).toEqual(['〔2026〕闽0203委1号', '〔2026〕闽0203委2号', '〔2027〕闽0203委1号']);
    expect([...lastNumbered(rig.state, rig.at)]).toEqual([taskIdOf(3)]);
    expect([...lastNumbered(rig.state, rig.at - 60 * DAY_MS)]).toEqual([taskIdOf(2)]);
  });

  it('happens of itself only where the flow says so', () => {
    const rig = new TaskRig();
    rig.create(CLERK);
    const lapse = () => rig.run(null, (state) => actOnTask(state, { ...versioned(rig), ...ACT, step: 'lapse' }, { book: BOOK, by: { kind: 'hall' }, at: rig.at }));
    expect(refusal(lapse)).toBe('taskStepOver');
    rig.act(CLERK, 'submit');
    rig.act(APPROVER, 'approve', { signature: SIGNATURE });
    expect(refusal(() => rig.act(RECEIVER, 'lapse'))).toBe('forbidden');
    expect(lapse().task).toMatchObject({ state: 'returned', history: expect.arrayContaining([expect.objectContaining({ what: 'lapse', side: 'hall', byName: '' })]) });
  });
});

describe('who sees a task', () => {
  const viewer = (courtCode: string, ...capabilities: Capability[]) => ({ courtCode: courtCode as CourtCode, capabilities: new Set<Capability>(['tasks.read', ...capabilities]) });

  it('its two courts and those above either', () => {
    const task = new TaskRig().create(CLERK);
    expect(['闽', '闽02', '闽0203', '闽06', '闽0603', '闽0205', '闽05'].map((court) => maySeeTask(viewer(court), task))).toEqual([true, true, true, true, true, false, false]);
    expect(maySeeTask({ courtCode: '闽' as CourtCode, capabilities: new Set(['hall.follow']) }, task)).toBe(false);
  });

  it('no console is given all of them', () => {
    const rig = received();
    expect(visibleState(rig.state, { courtCode: '闽' as CourtCode, capabilities: new Set<Capability>(['hall.follow', 'tasks.read', 'audit.read']) }).tasks.size).toBe(0);
    expect(stateOf(snapshotOf(rig.state)).tasks.toJS()).toEqual(rig.state.tasks.toJS());
  });
});

describe('the sides of a task', () => {
  it.each([
    ['闽0203', '闽0205', '闽02', '闽'],
    ['闽0203', '闽0603', '闽', '闽'],
    ['闽02', '闽0203', '闽', '闽'],
    ['闽0203', '闽02', '闽', '闽'],
    ['闽', '闽0203', '闽', '闽'],
  ])('of one from %s to %s have %s above them', (from, to, upper, high) => {
    const ends = { from: courtEnd(from), to: courtEnd(to) };
    expect([courtOfSide(ends, 'upper'), courtOfSide(ends, 'high')]).toEqual([upper, high]);
  });
});
