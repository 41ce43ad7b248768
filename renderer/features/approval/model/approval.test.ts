import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BOOK, personAt, SIGNATURE, taskIdOf, TaskRig } from '#domain/tasks/taskRig.ts';
import { AppError } from '#protocol/errors.ts';
import type { TaskRow } from '#protocol/tasks/ledger.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { approveMany, type Approved } from './approveMany.ts';
import { createQueue } from './createQueue.ts';
import { besideRow, bulkStep, movedRow, rowPrincipal, rowTone } from './queueRows.ts';

const CLERK = 'clerk@闽0203';
const APPROVER = 'approver@闽0203';
const REST_MS = 100;

function rowOf(task: Task): TaskRow {
  return { ...task, sentAt: null, changedAt: task.stateSince, dueAt: null, amberAt: null, clockId: null };
}

function asked(count: number): TaskRig {
  const rig = new TaskRig();
  for (let number = 1; number <= count; number += 1) {
    rig.create(CLERK, {}, number);
    rig.act(CLERK, 'submit', {}, number);
  }
  return rig;
}

describe('the queue of approvals', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setUp(count: number) {
    const rig = asked(count);
    const link = new FakeHallLink();
    const waiting = () => [...rig.state.tasks.values()].filter(({ state }) => state === 'asked').map(rowOf);
    link.answers['task.list'] = ({ after, limit }) => {
      const from = after === null ? 0 : Number(after);
      const rows = waiting();
      return { rows: rows.slice(from, from + limit), total: rows.length, next: from + limit < rows.length ? String(from + limit) : null };
    };
    const queue = createQueue({ link, restMs: REST_MS });
    const changed = (number: number) => link.notify('task.changed', { ...rig.task(number), what: 'approve', at: 0 });
    return { rig, link, queue, changed, ids: () => queue.state.getState().rows?.map(({ taskId }) => taskId) };
  }

  it('is asked for once when several tasks changed, and again when the hall came back', async () => {
    const { rig, link, queue, changed, ids } = setUp(3);
    link.goOnline();
    const close = queue.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(ids()).toHaveLength(3);
    for (const number of [1, 2]) {
      rig.act(APPROVER, 'approve', { signature: SIGNATURE }, number);
      changed(number);
    }
    await vi.advanceTimersByTimeAsync(REST_MS);
    expect([ids(), link.inputsOf('task.list').length]).toEqual([[taskIdOf(3)], 2]);
    link.goOffline();
    link.goOnline();
    expect(link.inputsOf('task.list')).toHaveLength(3);
    close();
    changed(3);
    await vi.advanceTimersByTimeAsync(REST_MS);
    expect(link.inputsOf('task.list')).toHaveLength(3);
  });

  it('goes on where the page before ended, holds each task once, and keeps what it has when it cannot be asked', async () => {
    const { link, queue, ids } = setUp(130);
    link.goOnline();
    queue.open();
    await vi.advanceTimersByTimeAsync(0);
    expect([ids()?.length, queue.state.getState().total]).toEqual([100, 130]);
    queue.more();
    await vi.advanceTimersByTimeAsync(0);
    expect([ids()?.length, new Set(ids()).size, queue.state.getState().next]).toEqual([130, 130, null]);
    link.answers['task.list'] = () => {
      throw new AppError('logUnavailable');
    };
    queue.again();
    await vi.advanceTimersByTimeAsync(0);
    expect([ids()?.length, queue.state.getState().problem]).toEqual([130, 'logUnavailable']);
  });
});

describe('the hand in the queue', () => {
  const rows = (...names: string[]) => names.map((taskId) => ({ taskId: taskId as TaskRow['taskId'] }));
  const name = (row: { taskId: string } | null) => row?.taskId ?? null;

  it('goes on to the next when one is done, and back to the one before at the end', () => {
    const before = rows('a', 'b', 'c');
    expect(name(besideRow(rows('a', 'c'), before, 'b'))).toBe('c');
    expect(name(besideRow(rows('a', 'b'), before, 'c'))).toBe('b');
    expect(name(besideRow(rows('x', 'c', 'a'), before, 'b'))).toBe('c');
    expect(name(besideRow(rows('x'), before, 'b'))).toBe('x');
    expect(name(besideRow([], before, 'b'))).toBeNull();
    expect(name(besideRow(rows('c', 'b'), before, 'b'))).toBe('b');
    expect(name(besideRow(before, [], null))).toBe('a');
  });

  it('says for whom alone a row may be decided', () => {
    const row = rowOf(asked(1).task());
    const deputy = { ...personAt(APPROVER), userId: personAt('clerk@闽').userId, roles: ['leader' as const] };
    const named = (person: typeof deputy | ReturnType<typeof personAt>, deputyOf = [personAt(APPROVER)]) => rowPrincipal(row, { flow: BOOK.flows[0]!, person, deputyOf })?.name ?? null;
    expect([named(deputy), named(deputy, []), named({ ...deputy, roles: ['approver'] }), named(personAt(CLERK))]).toEqual(['闽0203approver', null, null, null]);
  });

  it('stops at the ends', () => {
    const all = rows('a', 'b');
    expect([movedRow(all, 'a', 1), movedRow(all, 'b', 1), movedRow(all, 'a', -1), movedRow(all, null, 1), movedRow([], null, 1)].map(name)).toEqual(['b', 'b', 'a', 'a', null]);
  });

  it('shows what is late before what is nearly so', () => {
    const tone = (dueAt: number | null, amberAt: number | null) => rowTone({ dueAt, amberAt }, 100);
    expect([tone(100, 50), tone(101, 100), tone(200, 101), tone(null, null)]).toEqual(['late', 'amber', 'plain', 'plain']);
  });
});

describe('several at once', () => {
  function setUp(count: number) {
    const rig = asked(count);
    const link = new FakeHallLink();
    link.goOnline();
    link.answers['task.open'] = ({ taskId }) => ({ task: rig.state.tasks.get(taskId as Task['taskId'])! });
    link.answers['task.act'] = ({ taskId, step, signature }) => {
      const number = [...rig.state.tasks.keys()].indexOf(taskId as Task['taskId']) + 1;
      return { task: rig.act(APPROVER, step, { signature: signature ?? null }, number) };
    };
    const done: Approved[] = [];
    const run = (sign = () => Promise.resolve<typeof SIGNATURE | null>(SIGNATURE)) => {
      let ids = 0;
      return approveMany({ link, book: BOOK, person: personAt(APPROVER), principals: () => [], taskIds: [...rig.state.tasks.keys()], words: null, newCommandId: () => `command ${(ids += 1)}`, sign, onEach: (approved) => done.push(approved) });
    };
    return { rig, link, done, run };
  }

  it('are signed each by itself; one that is decided already holds up none of the others', async () => {
    const { rig, done, run } = setUp(3);
    rig.act(APPROVER, 'reject', { words: '材料不全' }, 2);
    const signed: unknown[] = [];
    await run(vi.fn(() => {
      signed.push(1);
      return Promise.resolve(SIGNATURE);
    }));
    expect(done.map(({ problem }) => problem?.code ?? null)).toEqual([null, 'taskStepOver', null]);
    expect([1, 2, 3].map((number) => rig.task(number).state)).toEqual(['sent', 'draft', 'sent']);
    expect(signed).toHaveLength(2);
  });

  it('end where the person no longer signs', async () => {
    const { rig, done, run } = setUp(2);
    await run(() => Promise.resolve(null));
    expect([done, rig.task(1).state, rig.task(2).state]).toEqual([[], 'asked', 'asked']);
  });

  it('are decided and signed for a principal where only the principal may', async () => {
    const { rig, link, done } = setUp(1);
    link.answers['task.act'] = () => ({ task: rig.task() });
    const principal = personAt(APPROVER);
    const signedFor: unknown[] = [];
    const sign = ({ onBehalfOf }: { readonly onBehalfOf: unknown }) => {
      signedFor.push(onBehalfOf);
      return Promise.resolve(SIGNATURE);
    };
    const person = { ...principal, userId: personAt('clerk@闽').userId, roles: ['leader' as const] };
    await approveMany({ link, book: BOOK, person, principals: (flowId) => (flowId === 'small' ? [principal] : []), taskIds: [taskIdOf(1)], words: null, newCommandId: () => 'command', sign, onEach: (approved) => done.push(approved) });
    expect(done.map(({ problem }) => problem)).toEqual([null]);
    expect(signedFor).toEqual([{ userId: principal.userId, name: principal.name }]);
    expect(link.inputsOf('task.act')).toMatchObject([{ step: 'approve', onBehalfOf: principal.userId }]);
  });

  it('are offered for steps that the flow lets go together, and for no others', () => {
    const rig = asked(1);
    const flow = BOOK.flows[0]!;
    expect(bulkStep([flow], rig.task())?.id).toBe('approve');
    expect(bulkStep([{ ...flow, steps: flow.steps.map((step) => ({ ...step, grave: true })) }], rig.task())).toBeNull();
    expect(bulkStep([{ ...flow, steps: flow.steps.map((step) => ({ ...step, when: { notItems: [rig.task().itemId] } })) }], rig.task())).toBeNull();
    expect(bulkStep([flow], rig.act(APPROVER, 'approve', { signature: SIGNATURE }))).toBeNull();
  });
});
