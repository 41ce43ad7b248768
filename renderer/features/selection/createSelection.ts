import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SlotId, UnitId } from '#protocol/nouns/ids.ts';

/** One tile of one wall; `index` counts row by row from 0. */
export type TilePlace = { readonly slotId: SlotId; readonly index: number };

export type SelectionState = {
  readonly unitId: UnitId | null;
  /** The wall that number keys act on. */
  readonly slotId: SlotId | null;
  /** The chosen tile, always on the wall `slotId`. */
  readonly tile: TilePlace | null;
  /** Whether the next unit chosen goes to `tile`. */
  readonly placing: boolean;
};

export type Selection = {
  readonly state: StoreApi<SelectionState>;
  selectUnit(unitId: UnitId | null): void;
  focusSlot(slotId: SlotId): void;
  /** Chooses a tile; the unit it shows, if any, becomes the chosen unit. */
  focusTile(tile: TilePlace, unitId: UnitId | null): void;
  /** From here the next unit chosen goes to this tile. */
  startPlacing(tile: TilePlace): void;
  /** The chosen unit is chosen no more if it is gone; a waiting tile waits on. */
  keepUnit(isThere: (unitId: UnitId) => boolean): void;
  /** Gives up one thing at a time: placing, then the tile, then the unit. False when there was nothing to give up. */
  escape(): boolean;
};

/** `place` is called when a unit was chosen for a waiting tile. */
export function createSelection(options: { place: (tile: TilePlace, unitId: UnitId) => void }): Selection {
  const state = createStore<SelectionState>(() => ({ unitId: null, slotId: null, tile: null, placing: false }));
  return {
    state,
    selectUnit: (unitId) => {
      const { tile, placing } = state.getState();
      if (placing && tile !== null && unitId !== null) {
        state.setState({ unitId, placing: false });
        options.place(tile, unitId);
        return;
      }
      // A tile stays chosen only while it is about the chosen unit.
      state.setState({ unitId, ...(unitId === state.getState().unitId ? {} : { tile: null, placing: false }) });
    },
    focusSlot: (slotId) => {
      const { tile } = state.getState();
      state.setState({ slotId, ...(tile?.slotId === slotId ? {} : { tile: null, placing: false }) });
    },
    focusTile: (tile, unitId) => {
      state.setState({ slotId: tile.slotId, tile, placing: false, ...(unitId === null ? {} : { unitId }) });
    },
    startPlacing: (tile) => state.setState({ slotId: tile.slotId, tile, placing: true }),
    keepUnit: (isThere) => {
      const { unitId } = state.getState();
      if (unitId !== null && !isThere(unitId)) {
        state.setState({ unitId: null });
      }
    },
    escape: () => {
      const { placing, tile, unitId } = state.getState();
      if (placing) {
        state.setState({ placing: false });
      } else if (tile !== null) {
        state.setState({ tile: null });
      } else if (unitId !== null) {
        state.setState({ unitId: null });
      } else {
        return false;
      }
      return true;
    },
  };
}
