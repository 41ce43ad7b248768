import { createContext, useContext } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { WallHands } from '../model/createWallHands.ts';
import type { PlaceKey } from '../model/tilePlaces.ts';
import type { WallDesk } from '../model/wallDesk.ts';
import type { MenuEntry } from './menu/HandMenu.tsx';

export type MiniatureBoard = { readonly seats: ReadonlySet<PlaceKey>; readonly alarmed: ReadonlySet<FeedId> };

/** What the parts of one wall panel share. */
export type PanelTools = {
  readonly desk: WallDesk;
  readonly hands: WallHands;
  /** Tiles that were marked to become one. */
  readonly marks: StoreApi<{ readonly keys: ReadonlySet<PlaceKey> }>;
  /** The tile that the keyboard carries to another place. */
  readonly carried: StoreApi<{ readonly place: TilePlace | null }>;
  readonly board: StoreApi<MiniatureBoard>;
  readonly openMenu: (menu: { readonly title: string; readonly entries: readonly MenuEntry[]; readonly x: number; readonly y: number; readonly opener: HTMLElement }) => void;
  /** Chooses what the tile shows; null where nobody offers it. */
  readonly onPick: ((place: TilePlace) => void) | null;
};

const PanelToolsContext = createContext<PanelTools | null>(null);
export const PanelToolsProvider = PanelToolsContext.Provider;

/** Errors: throws outside of the wall panel. */
export function usePanelTools(): PanelTools {
  const tools = useContext(PanelToolsContext);
  if (tools === null) {
    throw new Error('usePanelTools needs a wall panel above it');
  }
  return tools;
}
