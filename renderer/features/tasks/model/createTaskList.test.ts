import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { TaskRow } from '#protocol/tasks/ledger.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { createTaskList, type TaskQuery } from './createTaskList.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const QUERY: TaskQuery = { box: 'inbox', filter: {}, sort: 'newest' };
const NONE = { open: 0, late: 0, urgent: 0 };
const ALL_ROWS = Array.from({ length: 250 }, (_, place) => ({ taskId: String(place) as TaskId }) as TaskRow);

/** A hall with so many tasks; the cursor is the place. */
function hallOf(rows: () => readonly TaskRow[]): FakeHallLink {
  const link = new FakeHallLink();
  link.goOnline();
  link.answers = {
    'task.list': ({ after, limit }: RequestInput<'task.list'>) => {
      const from = Number(after ?? 0);
      return { rows: rows().slice(from, from + limit), total: rows().length, next: from + limit < rows().length ? String(from + limit) : null };
    },
    'task.counts': () => ({ boxes: { inbox: { ...NONE, open: rows().length }, outbox: NONE, mine: NONE, approvals: NONE, all: NONE } }),
  };
  return link;
}

describe('a list of tasks', () => {
  it('reads a page, then more, and as far as it was when something changed', async () => {
    let rows = ALL_ROWS;
    const link = hallOf(() => rows);
    const list = createTaskList({ link });
    const stop = list.follow();
    list.open(QUERY);
    await vi.runAllTimersAsync();
    expect(list.state.getState()).toMatchObject({ phase: 'read', total: 250, counts: { inbox: { open: 250 } } });
    expect(list.state.getState().rows).toHaveLength(100);
    list.readMore();
    list.readMore();
    await vi.runAllTimersAsync();
    expect(list.state.getState().rows).toHaveLength(200);
    rows = ALL_ROWS.slice(1);
    const change = { taskId: '00000000-0000-4000-8000-800000000001' as TaskId, version: 2, state: 'sent', title: '', what: 'approve', at: 1 };
    link.notify('task.changed', change);
    link.notify('task.changed', change);
    await vi.runAllTimersAsync();
    expect(list.state.getState()).toMatchObject({ total: 249, rows: { length: 200, 0: { taskId: '1' } } });
    expect(link.inputsOf('task.counts')).toHaveLength(2);
    stop();
  });

  it('keeps what it had when the hall does not answer, and an answer to an older question is passed over', async () => {
    const link = hallOf(() => ALL_ROWS.slice(0, 3));
    const list = createTaskList({ link });
    list.open(QUERY);
    list.open({ ...QUERY, box: 'outbox' });
    await vi.runAllTimersAsync();
    expect(list.state.getState().rows).toHaveLength(3);
    link.answers = {
      ...link.answers,
      'task.list': () => {
        throw new AppError('logUnavailable');
      },
    };
    list.again();
    await vi.runAllTimersAsync();
    expect(list.state.getState()).toMatchObject({ phase: 'failed', problem: 'logUnavailable', rows: { length: 3 } });
  });
});
