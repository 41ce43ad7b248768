import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { WindowReport } from './tileRows.ts';

const READ_EVERY_MS = 3_000;

export type ReportState = {
  /** Null before the first answer. */
  readonly windows: readonly WindowReport[] | null;
  /** Why the last asking failed; null: it did not. */
  readonly problem: ErrorCode | null;
};

export interface ReportReader {
  readonly state: StoreApi<ReportState>;
  /** Reads at once and every few seconds. Returns its own undoing. */
  start(): () => void;
}

export function createReportReader(options: { link: HallLink }): ReportReader {
  const { link } = options;
  const state = createStore<ReportState>(() => ({ windows: null, problem: null }));
  let waiting = false;
  const read = async () => {
    if (waiting || link.state.getState().phase !== 'online') {
      return;
    }
    waiting = true;
    try {
      const { windows } = await link.request('diagnostics.list', {});
      state.setState({ windows, problem: null });
    } catch (error) {
      state.setState({ problem: error instanceof AppError ? error.code : 'internal' });
    } finally {
      waiting = false;
    }
  };
  return {
    state,
    start: () => {
      void read();
      const timer = setInterval(() => void read(), READ_EVERY_MS);
      const stop = link.state.subscribe((now, before) => {
        if (now.phase !== before.phase) {
          void read();
        }
      });
      return () => {
        clearInterval(timer);
        stop();
      };
    },
  };
}
