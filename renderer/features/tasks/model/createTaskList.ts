import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RequestOutput } from '#protocol/contract.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { TaskBox, TaskFilter, TaskRow, TaskSort } from '#protocol/tasks/ledger.ts';
import type { HallLink } from '../../../link/hallLink.ts';

const PAGE = 100;
/** News come in bursts. */
const AGAIN_AFTER_MS = 400;

export type TaskQuery = { readonly box: TaskBox; readonly filter: TaskFilter; readonly sort: TaskSort };

export type TaskListState = {
  readonly rows: readonly TaskRow[];
  readonly total: number;
  readonly next: string | null;
  readonly counts: Readonly<Partial<Record<TaskBox, { readonly open: number; readonly late: number; readonly urgent: number }>>>;
  readonly phase: 'reading' | 'readingMore' | 'read' | 'failed';
  readonly problem: ErrorCode | null;
};

export type TaskList = {
  readonly state: StoreApi<TaskListState>;
  /** Reads from the beginning. */
  readonly open: (query: TaskQuery) => void;
  /** The next page, if there is one and none is on its way. */
  readonly readMore: () => void;
  /** Reads as far as it had read, and the counts. */
  readonly again: () => void;
  /** Follows the news of the hall. Returns its own undoing. */
  readonly follow: () => () => void;
};

export function createTaskList({ link }: { readonly link: HallLink }): TaskList {
  const state = createStore<TaskListState>(() => ({ rows: [], total: 0, next: null, counts: {}, phase: 'reading', problem: null }));
  let query: TaskQuery | null = null;
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const failed = (error: unknown) => state.setState({ phase: 'failed', problem: error instanceof AppError ? error.code : 'internal' });
  const read = async (wanted: number) => {
    if (query === null) return;
    turn += 1;
    const mine = turn;
    const asked = query;
    state.setState({ phase: 'reading' });
    try {
      const rows: TaskRow[] = [];
      for (let after: string | null = null; ;) {
        const page: RequestOutput<'task.list'> = await link.request('task.list', { ...asked, after, limit: PAGE });
        if (mine !== turn) return;
        rows.push(...page.rows);
        after = page.next;
        if (after === null || rows.length >= wanted) {
          state.setState({ rows, total: page.total, next: after, phase: 'read', problem: null });
          return;
        }
      }
    } catch (error) {
      if (mine === turn) failed(error);
    }
  };
  const count = () => {
    link.request('task.counts', {}).then(({ boxes }) => state.setState({ counts: boxes }), () => undefined);
  };
  const again = () => {
    void read(Math.max(PAGE, state.getState().rows.length));
    count();
  };
  return {
    state,
    open(next) {
      query = next;
      void read(PAGE);
      count();
    },
    readMore() {
      const { next, phase } = state.getState();
      if (query === null || next === null || phase !== 'read') return;
      const mine = turn;
      state.setState({ phase: 'readingMore' });
      link.request('task.list', { ...query, after: next, limit: PAGE }).then(
        (page) => mine === turn && state.setState((known) => ({ rows: [...known.rows, ...page.rows], total: page.total, next: page.next, phase: 'read' as const, problem: null })),
        (error: unknown) => mine === turn && failed(error),
      );
    },
    again,
    follow() {
      const soon = () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          again();
        }, AGAIN_AFTER_MS);
      };
      const undo = [
        link.on('task.changed', soon),
        link.state.subscribe((now, before) => {
          if (now.phase === 'online' && before.phase !== 'online') again();
        }),
      ];
      return () => {
        undo.forEach((end) => end());
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}
