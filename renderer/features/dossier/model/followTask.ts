import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import type { HallLink } from '../../../link/hallLink.ts';

/** One task as the hall last gave it. */
export type FollowedTask = {
  readonly task: Task | null;
  /** Why the last asking failed; what was known stays. */
  readonly problem: ErrorCode | null;
};

export type TaskFollower = {
  readonly state: StoreApi<FollowedTask>;
  /** What a request of this desk answered; older than what is shown it is passed over. */
  readonly put: (task: Task) => void;
  readonly again: () => void;
  /** Asks, and again whenever the task changed or the hall came back. Returns its own undoing. */
  readonly open: () => () => void;
};

export function followTask({ link, taskId }: { readonly link: HallLink; readonly taskId: TaskId }): TaskFollower {
  const state = createStore<FollowedTask>(() => ({ task: null, problem: null }));
  const put = (task: Task) => {
    const known = state.getState().task;
    if (known === null || task.version >= known.version) {
      state.setState({ task, problem: null });
    }
  };
  const ask = async () => {
    try {
      put((await link.request('task.open', { taskId })).task);
    } catch (error) {
      state.setState({ problem: error instanceof AppError ? error.code : 'internal' });
    }
  };
  return {
    state,
    put,
    again: () => void ask(),
    open: () => {
      const stopNotices = link.on('task.changed', (changed) => {
        if (changed.taskId === taskId && changed.version > (state.getState().task?.version ?? -1)) void ask();
      });
      const stopPhases = link.state.subscribe((now, before) => {
        if (now.phase === 'online' && before.phase !== 'online') void ask();
      });
      if (link.state.getState().phase === 'online') void ask();
      return () => {
        stopNotices();
        stopPhases();
      };
    },
  };
}
