import { createContext, useContext } from 'react';
import type { RecentCommands } from '../../../features/palette/index.ts';
import type { DockHandle } from '../../../ui/dock/dockHandle.ts';
import type { Layouts } from '../layouts/createLayouts.ts';
import type { Desk } from './createDesk.ts';

/** What the console's own parts share: the desk's stores, the person's arrangements, and the dock while it is on screen. */
export type ConsoleDesk = {
  readonly desk: Desk;
  readonly layouts: Layouts;
  readonly recent: RecentCommands;
  /** Null before the desk page was drawn, which takes the seat, and after it was taken away. */
  readonly dock: { readonly current: DockHandle | null; readonly take: (handle: DockHandle | null) => void };
};

const ConsoleDeskContext = createContext<ConsoleDesk | null>(null);
export const ConsoleDeskProvider = ConsoleDeskContext.Provider;

/** Errors: throws outside of the console. */
export function useConsoleDesk(): ConsoleDesk {
  const desk = useContext(ConsoleDeskContext);
  if (desk === null) {
    throw new Error('useConsoleDesk needs a ConsoleDeskProvider above it');
  }
  return desk;
}
