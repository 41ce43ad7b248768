import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UnitFilter } from './matchUnits.ts';

export type UnitBrowserState = {
  readonly text: string;
  readonly filter: UnitFilter;
  readonly collapsedCourts: ReadonlySet<string>;
  /** Key of the row the arrow keys are on, a unit's or a court's; Enter chooses or folds it. */
  readonly cursor: string | null;
  /** Raised when the search box is to take the keyboard. */
  readonly searchCalls: number;
};

export type UnitBrowser = {
  readonly state: StoreApi<UnitBrowserState>;
  readonly search: (text: string) => void;
  readonly filter: (filter: UnitFilter) => void;
  readonly toggleCourt: (courtCode: string) => void;
  readonly moveCursor: (rowKey: string | null) => void;
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

/** The row `step` on from the cursor, staying inside; the first or last when there is no cursor. */
export function steppedCursor(rowKeys: readonly string[], cursor: string | null, step: number): string | null {
  const at = cursor === null ? -1 : rowKeys.indexOf(cursor);
  if (at === -1) {
    return (step > 0 ? rowKeys[0] : rowKeys.at(-1)) ?? null;
  }
  return rowKeys[Math.min(rowKeys.length - 1, Math.max(0, at + step))] ?? null;
}
