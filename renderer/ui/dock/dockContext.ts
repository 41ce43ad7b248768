import { createContext, useContext, type ReactNode } from 'react';

/** One panel that the dock can show. */
export type DockPanel = {
  readonly id: string;
  readonly title: string;
  readonly icon: ReactNode;
  /** Beside the title in its tab: a count, a mark. */
  readonly note?: ReactNode;
  readonly minWidthPx: number;
  readonly minHeightPx: number;
  readonly content: ReactNode;
};

export type DockWords = {
  readonly close: (title: string) => string;
  readonly maximize: string;
  readonly restore: string;
  /** Said where no panel is open. */
  readonly empty: string;
  readonly emptyHint: string;
};

type DockContextValue = { readonly panels: ReadonlyMap<string, DockPanel>; readonly words: DockWords };

export const DockContext = createContext<DockContextValue | null>(null);

/** Errors: throws outside a Dock. */
export function useDock(): DockContextValue {
  const dock = useContext(DockContext);
  if (dock === null) {
    throw new Error('useDock needs a Dock above it');
  }
  return dock;
}
