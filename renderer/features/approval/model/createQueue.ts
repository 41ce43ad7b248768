import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { TaskRow } from '#protocol/tasks/ledger.ts';
import type { HallLink } from '../../../link/hallLink.ts';

const PAGE = 100;
const REST_MS = 400;

export type Queue = {
  /** What waits for this person, the most pressing first; null until it was asked once. */
  readonly rows: readonly TaskRow[] | null;
  readonly total: number;
  /** More of them than `rows` has. */
  readonly next: string | null;
  /** Why the last asking failed; what was known stays. */
  readonly problem: ErrorCode | null;
};

export type ApprovalQueue = {
  readonly state: StoreApi<Queue>;
  readonly again: () => void;
  /** The same in a moment, once for several changes. */
  readonly soon: () => void;
  readonly more: () => void;
  /** Asks, and again soon after any task changed and when the hall came back. Returns its own undoing. */
  readonly open: () => () => void;
};

/** The tasks that wait for a decision this person may take. */
export function createQueue({ link, restMs = REST_MS }: { readonly link: HallLink; /** After a change, ms: several are asked for once. */ readonly restMs?: number }): ApprovalQueue {
  const state = createStore<Queue>(() => ({ rows: null, total: 0, next: null, problem: null }));
  let asking = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = async (after: string | null) => {
    asking += 1;
    const turn = asking;
    try {
      const limit = after === null ? Math.max(PAGE, Math.min(2 * PAGE, state.getState().rows?.length ?? 0)) : PAGE;
      const { rows, total, next } = await link.request('task.list', { box: 'approvals', sort: 'urgency', filter: { over: false }, after, limit });
      // What was asked later knows better.
      if (turn === asking) {
        const before = after === null ? [] : (state.getState().rows ?? []).filter(({ taskId }) => !rows.some((row) => row.taskId === taskId));
        state.setState({ rows: [...before, ...rows], total, next, problem: null });
      }
    } catch (error) {
      if (turn === asking) state.setState({ problem: error instanceof AppError ? error.code : 'internal' });
    }
  };
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void ask(null);
    }, restMs);
  };
  return {
    state,
    again: () => void ask(null),
    soon,
    more: () => {
      const { next } = state.getState();
      if (next !== null) void ask(next);
    },
    open: () => {
      const stopNotices = link.on('task.changed', soon);
      const stopPhases = link.state.subscribe((now, before) => {
        if (now.phase === 'online' && before.phase !== 'online') void ask(null);
      });
      if (link.state.getState().phase === 'online') void ask(null);
      return () => {
        stopNotices();
        stopPhases();
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}
