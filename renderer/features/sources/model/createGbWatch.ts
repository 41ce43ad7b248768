import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RequestOutput } from '#protocol/contract.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { HallLink } from '../../../link/hallLink.ts';

export type GbWatchState = {
  /** Null until it was read. */
  readonly read: RequestOutput<'source.gbChannels'> | null;
  readonly problem: ErrorCode | null;
};

export type GbWatch = { readonly state: StoreApi<GbWatchState>; /** Asks now and every `everyMs`. Returns its own undoing. */ readonly start: () => () => void; readonly refresh: () => void };

/** GB/T 28181 devices that nobody took in yet: told to nobody, so asked for while someone looks. */
export function createGbWatch({ link, everyMs = 5_000 }: { link: HallLink; everyMs?: number }): GbWatch {
  const state = createStore<GbWatchState>(() => ({ read: null, problem: null }));
  let busy = false;
  const ask = async () => {
    if (busy || link.state.getState().phase !== 'online') {
      return;
    }
    busy = true;
    try {
      state.setState({ read: await link.request('source.gbChannels', {}), problem: null });
    } catch (error) {
      state.setState({ problem: error instanceof AppError ? error.code : 'internal' });
    } finally {
      busy = false;
    }
  };
  return {
    state,
    refresh: () => void ask(),
    start: () => {
      void ask();
      const timer = setInterval(() => void ask(), everyMs);
      return () => clearInterval(timer);
    },
  };
}
