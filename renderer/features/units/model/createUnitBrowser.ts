import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { UnitFilter } from './matchUnits.ts';

export type UnitBrowserState = {
  readonly text: string;
  readonly filter: UnitFilter;
  readonly collapsedCourts: ReadonlySet<string>;
  /** The row the arrow keys are on; Enter chooses it. */
  readonly cursor: UnitId | null;
  /** Raised when the search box is to take the keyboard. */
  readonly searchCalls: number;
};

export type UnitBrowser = {
  readonly state: StoreApi<UnitBrowserState>;
  readonly search: (text: string) => void;
  readonly filter: (filter: UnitFilter) => void;
  readonly toggleCourt: (courtCode: string) => void;
  readonly moveCursor: (unitId: UnitId | null) => void;
  readonly callSearch: () => void;
};

export function createUnitBrowser(): UnitBrowser {
  const state = createStore<UnitBrowserState>(() => ({ text: '', filter: 'all', collapsedCourts: new Set(), cursor: null, searchCalls: 0 }));
  return {
    state,
    search: (text) => state.setState({ text }),
    filter: (filter) => state.setState({ filter }),
    toggleCourt: (courtCode) => {
      const collapsedCourts = new Set(state.getState().collapsedCourts);
      if (!collapsedCourts.delete(courtCode)) {
        collapsedCourts.add(courtCode);
      }
      state.setState({ collapsedCourts });
    },
    moveCursor: (cursor) => state.setState({ cursor }),
    callSearch: () => state.setState((before) => ({ searchCalls: before.searchCalls + 1 })),
  };
}

/** The unit `step` rows on from the cursor, staying inside; the first or last when there is no cursor. */
export function steppedCursor(unitIds: readonly UnitId[], cursor: UnitId | null, step: number): UnitId | null {
  const at = cursor === null ? -1 : unitIds.indexOf(cursor);
  if (at === -1) {
    return (step > 0 ? unitIds[0] : unitIds.at(-1)) ?? null;
  }
  return unitIds[Math.min(unitIds.length - 1, Math.max(0, at + step))] ?? null;
}
