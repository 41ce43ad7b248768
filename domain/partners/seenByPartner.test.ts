import { describe, expect, it } from 'vitest';
import { actOnTask } from '../tasks/decide/actOnTask.ts';
import { noteTalk } from '../tasks/decide/besideSteps.ts';
import { receiveTask } from '../tasks/decide/receiveTask.ts';
import { ACT, AT, BOOK, courtEnd, paperOf, PARTNER, personAt, SMALL_FLOW, taskIdOf, TaskRig } from '../tasks/taskRig.ts';
import { AppError } from '#protocol/errors.ts';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import { documentsFor, endOfPartner, momentOfVersion, momentsFor } from './seenByPartner.ts';
import { talkOfPartner } from './talkOfPartner.ts';

const CLERK = 'clerk@闽0203';
const OUTSIDE = { kind: 'outside' as const, partnerId: PARTNER, courtName: '赣州市中级人民法院' };
const OTHER = '00000000-0000-4000-8000-900000000002' as PartnerId;

function sentOut(): TaskRig {
  const rig = new TaskRig();
  rig.create(CLERK, { to: OUTSIDE });
  rig.act(CLERK, 'submit');
  rig.act('approver@闽0203', 'forward');
  return rig;
}

function incoming(more: Partial<Parameters<typeof receiveTask>[1]> = {}, from = OUTSIDE) {
  const rig = new TaskRig();
  const input = { flowId: 'small', itemId: 'freeze', title: '冻结饶某存款', to: courtEnd('闽0603'), caseNumber: '(2026)赣07执45号', urgent: false, limitDays: 12, form: { holder: '饶小平', bank: '农业银行' }, operationId: null, contact: '', documents: [paperOf('notice')], ...more };
  const context = { taskId: taskIdOf(1), kept: { form: { ...input.form, holder: '饶某某' }, personalHash: 'a'.repeat(64) }, book: BOOK, at: AT, by: { kind: 'partner' as const, partnerId: PARTNER }, from };
  rig.run(null, (state) => receiveTask(state, input, context));
  return rig;
}

const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'ok';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

describe('a task that goes out', () => {
  it('is nothing to the partner until it is its move, and then begins with that', () => {
    const rig = sentOut();
    expect(endOfPartner(rig.task(), SMALL_FLOW, PARTNER)).toBeNull();
    expect(momentOfVersion(rig.task(), SMALL_FLOW, { end: 'to', version: rig.task().version })).toBeNull();
    rig.act('approver@闽', 'approveHigh');
    expect(endOfPartner(rig.task(), SMALL_FLOW, PARTNER)).toBe('to');
    expect(endOfPartner(rig.task(), SMALL_FLOW, OTHER)).toBeNull();
    expect(momentsFor(rig.task(), SMALL_FLOW, 'to').map(({ sequence, what }) => [sequence, what])).toEqual([[1, 'approveHigh']]);
  });

  it('has the same numbers however it is asked for them, and leaves out who spoke', () => {
    const rig = sentOut();
    rig.act('approver@闽', 'approveHigh');
    const versioned = () => ({ taskId: taskIdOf(1), expectedVersion: rig.task().version });
    rig.run(personAt(CLERK), (state) => noteTalk(state, { ...versioned(), withName: '饶法官', words: '材料已寄出' }, { book: BOOK, at: rig.at, person: personAt(CLERK), deputyOf: [] }));
    rig.run(null, (state) => talkOfPartner(state, { ...versioned(), withName: '林书记员', words: '收悉' }, { partnerId: PARTNER, book: BOOK }));
    rig.run(null, (state) => actOnTask(state, { ...versioned(), ...ACT, step: 'receive' }, { book: BOOK, by: { kind: 'partner', partnerId: PARTNER }, at: rig.at }));
    const task = rig.task();
    const seen = momentsFor(task, SMALL_FLOW, 'to');
    expect(seen.map(({ sequence, what, side }) => [sequence, what, side])).toEqual([[1, 'approveHigh', 'high'], [2, 'talked', 'from'], [3, 'talked', 'to'], [4, 'receive', 'to']]);
    expect(JSON.stringify(seen)).not.toMatch(/饶法官|林书记员|闽0203/);
    const oneByOne = Array.from({ length: task.version }, (_, index) => momentOfVersion(task, SMALL_FLOW, { end: 'to', version: index + 1 }));
    expect(oneByOne.filter((moment) => moment !== null)).toEqual(seen);
    expect(codeOf(() => rig.run(null, (state) => talkOfPartner(state, { ...versioned(), withName: '林书记员', words: '收悉' }, { partnerId: OTHER, book: BOOK })))).toBe('notFound');
  });
});

describe('papers of a task', () => {
  const paper = (paperId: string | null, side: 'from' | 'to' | 'high') => ({ ...paperOf('notice'), paperId, replaces: null, addedAt: AT, byName: '林警官', side, made: null });

  it('are the partner’s to read unless their kind is internal, and its own always', () => {
    const documents = [paper('notice', 'from'), paper('minutes', 'from'), paper('minutes', 'high'), paper(null, 'from'), paper('minutes', 'to'), paper('unheardOf', 'from')];
    expect(documentsFor({ documents }, 'to', BOOK)).toEqual([documents[0], documents[3], documents[4], documents[5]]);
    expect(documentsFor({ documents }, 'from', BOOK)).toEqual([documents[0], documents[1], documents[3], documents[5]]);
  });

  it('stay inside when any row of their kind says so', () => {
    const documents = [paper('notice', 'from')];
    const { papers } = BOOK;
    expect(documentsFor({ documents }, 'to', { papers: [...papers, { ...papers[0]!, internal: true }] })).toEqual([]);
  });
});

describe('a task that comes in', () => {
  it('arrives where it is the receiver’s move, numbered there, in one decision', () => {
    const task = incoming().task();
    expect(task).toMatchObject({ state: 'sent', number: '〔2026〕闽0603委1号', version: 2, author: null, from: OUTSIDE });
    expect(momentsFor(task, SMALL_FLOW, 'from').map(({ what, side }) => [what, side])).toEqual([['created', 'from'], ['approveHigh', 'from']]);
  });

  it('is not taken from a court that the partner does not speak for, or without its papers', () => {
    expect(codeOf(() => incoming({}, { ...OUTSIDE, courtName: '吉安市中级人民法院' }))).toBe('badDestination');
    expect(codeOf(() => incoming({}, { ...OUTSIDE, partnerId: OTHER }))).toBe('badDestination');
    expect(codeOf(() => incoming({ to: OUTSIDE }))).toBe('badDestination');
    expect(codeOf(() => incoming({ limitDays: 99 }))).toBe('badForm');
  });
});
