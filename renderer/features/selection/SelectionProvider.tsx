import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Selection, SelectionState } from './createSelection.ts';

const SelectionContext = createContext<Selection | null>(null);

export function SelectionProvider({ selection, children }: { selection: Selection; children: ReactNode }) {
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}

/** Errors: throws outside a SelectionProvider. */
export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (selection === null) {
    throw new Error('useSelection needs a SelectionProvider above it');
  }
  return selection;
}

export function useSelectionState<Selected>(selector: (state: SelectionState) => Selected): Selected {
  return useStore(useSelection().state, selector);
}
