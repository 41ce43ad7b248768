import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UnitId } from '#protocol/nouns/ids.ts';

export const CAPACITIES = [4, 6] as const;
export type Capacity = (typeof CAPACITIES)[number];

export type DeskFeedsState = {
  readonly pinned: readonly UnitId[];
  readonly capacity: Capacity;
  /** The one unit that is heard. */
  readonly heard: UnitId | null;
};

export type DeskFeeds = {
  readonly state: StoreApi<DeskFeedsState>;
  /** False when all places are taken. */
  togglePin(unitId: UnitId): boolean;
  /** Takes effect only when no more are pinned than fit. */
  setCapacity(capacity: Capacity): void;
  toggleHeard(unitId: UnitId): void;
  /** What is no longer shown is no longer heard. */
  keepHeard(shown: readonly UnitId[]): void;
  /** Units that are gone are neither pinned nor heard. */
  keepUnits(isThere: (unitId: UnitId) => boolean): void;
};

export function createDeskFeeds(): DeskFeeds {
  const state = createStore<DeskFeedsState>(() => ({ pinned: [], capacity: 6, heard: null }));
  return {
    state,
    togglePin: (unitId) => {
      const { pinned, capacity } = state.getState();
      if (pinned.includes(unitId)) {
        state.setState({ pinned: pinned.filter((other) => other !== unitId) });
        return true;
      }
      if (pinned.length >= capacity) {
        return false;
      }
      state.setState({ pinned: [...pinned, unitId] });
      return true;
    },
    setCapacity: (capacity) => {
      if (state.getState().pinned.length <= capacity) {
        state.setState({ capacity });
      }
    },
    toggleHeard: (unitId) => state.setState((before) => ({ heard: before.heard === unitId ? null : unitId })),
    keepHeard: (shown) => {
      const { heard } = state.getState();
      if (heard !== null && !shown.includes(heard)) {
        state.setState({ heard: null });
      }
    },
    keepUnits: (isThere) => {
      const { pinned, heard } = state.getState();
      if (!pinned.every(isThere) || (heard !== null && !isThere(heard))) {
        state.setState({ pinned: pinned.filter(isThere), heard: heard !== null && isThere(heard) ? heard : null });
      }
    },
  };
}
