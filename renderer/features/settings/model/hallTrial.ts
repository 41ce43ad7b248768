import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HallProbe, ServerAddress } from '#protocol/ipc/calls.ts';

/** What is known of the hall that was typed; null: nothing yet, or it was typed anew since. */
export type HallTrialState = { readonly asking: boolean; readonly result: HallProbe | null };

export type HallTrial = {
  readonly state: StoreApi<HallTrialState>;
  /** Asks; an answer that comes after the next call or `forget` is passed over. Never rejects. */
  ask(server: ServerAddress): Promise<HallProbe | null>;
  forget(): void;
};

export function createHallTrial(options: { probe: (server: ServerAddress) => Promise<HallProbe>; log: (message: string) => void }): HallTrial {
  const state = createStore<HallTrialState>(() => ({ asking: false, result: null }));
  let turn = 0;
  const settle = (mine: number, result: HallProbe | null): HallProbe | null => {
    if (mine !== turn) {
      return null;
    }
    state.setState({ asking: false, result });
    return result;
  };
  return {
    state,
    forget: () => {
      turn += 1;
      state.setState({ asking: false, result: null });
    },
    ask: async (server) => {
      turn += 1;
      const mine = turn;
      state.setState({ asking: true, result: null });
      try {
        return settle(mine, await options.probe(server));
      } catch (error) {
        options.log(`the hall cannot be tried: ${String(error)}`);
        return settle(mine, { outcome: 'away' });
      }
    },
  };
}
