import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { SourceStatus } from '#protocol/media/sources.ts';
import type { SourceId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';

export type SourceWatchState = {
  /** Null until they were read. */
  readonly statuses: ReadonlyMap<SourceId, SourceStatus> | null;
  /** Why the last reading failed. */
  readonly problem: ErrorCode | null;
};

export type SourceWatch = {
  readonly state: StoreApi<SourceWatchState>;
  readonly refresh: () => void;
  /** Reads now and after each reconnect, and listens. Returns its own undoing. */
  readonly start: () => () => void;
};

/** How the sources are now: read once, then told by the hall. */
export function createSourceWatch({ link }: { link: HallLink }): SourceWatch {
  const state = createStore<SourceWatchState>(() => ({ statuses: null, problem: null }));
  /** Told while an answer is on its way: newer than that. */
  let told = new Map<SourceId, SourceStatus>();
  let readings = 0;
  const read = async () => {
    if (link.state.getState().phase !== 'online') {
      return;
    }
    const reading = (readings += 1);
    told = new Map();
    try {
      const { statuses } = await link.request('source.statuses', {});
      if (reading === readings) {
        state.setState({ statuses: new Map([...statuses.map((status) => [status.sourceId, status] as const), ...told]), problem: null });
      }
    } catch (error) {
      if (reading === readings) {
        state.setState({ problem: error instanceof AppError ? error.code : 'internal' });
      }
    }
  };
  return {
    state,
    refresh: () => void read(),
    start: () => {
      void read();
      const stop = [
        link.on('source.statusChanged', (status) => {
          told.set(status.sourceId, status);
          const { statuses } = state.getState();
          if (statuses !== null) {
            state.setState({ statuses: new Map(statuses).set(status.sourceId, status) });
          }
        }),
        link.state.subscribe((now, before) => {
          if (now.phase === 'online' && before.phase !== 'online') {
            void read();
          }
        }),
      ];
      return () => {
        for (const undo of stop) {
          undo();
        }
      };
    },
  };
}
