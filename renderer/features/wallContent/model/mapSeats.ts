import { createStore, type StoreApi } from 'zustand/vanilla';

/** Maps of one page at most: each has two WebGL contexts, and Chromium drops the oldest beyond 16. */
export const MAX_MAPS = 4;

export type MapSeats = { readonly state: StoreApi<readonly symbol[]>; readonly take: (who: symbol) => () => void };

/** Who draws a map, first come first served; who comes too late moves up when a seat is given back. */
export function createMapSeats(): MapSeats {
  const state = createStore<readonly symbol[]>(() => []);
  return {
    state,
    take: (who) => {
      state.setState((line) => [...line, who], true);
      return () => state.setState((line) => line.filter((other) => other !== who), true);
    },
  };
}

/** Null: not in the line. */
export function isSeated(line: readonly symbol[], who: symbol): boolean | null {
  const place = line.indexOf(who);
  return place === -1 ? null : place < MAX_MAPS;
}
