import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';
import type { AlarmId, CourtCode, FenceId, OperationId, SlotId, UnitId } from '#protocol/nouns/ids.ts';

/** Something of the hall that has a place on the map. */
export type HallThing =
  | { readonly kind: 'unit'; readonly id: UnitId }
  | { readonly kind: 'operation'; readonly id: OperationId }
  | { readonly kind: 'alarm'; readonly id: AlarmId }
  | { readonly kind: 'fence'; readonly id: FenceId }
  | { readonly kind: 'court'; readonly id: CourtCode }
  /** A place where something happened; `id` is what happened. */
  | { readonly kind: 'place'; readonly id: string; readonly position: PositionRecord };

export type SelectionState = {
  readonly unitId: UnitId | null;
  readonly alarmId: AlarmId | null;
  readonly operationId: OperationId | null;
  /** The wall that number keys act on. */
  readonly slotId: SlotId | null;
  /** The chosen tile, always on the wall `slotId`. */
  readonly tile: TilePlace | null;
  /** Whether the next unit chosen goes to `tile`. */
  readonly placing: boolean;
  /** What the map was last asked to go to; `call` grows with each asking. */
  readonly sight: { readonly thing: HallThing; readonly call: number } | null;
};

export type Selection = {
  readonly state: StoreApi<SelectionState>;
  selectUnit(unitId: UnitId | null): void;
  /** Chooses an alarm and, with it, the unit and the operation it is about. */
  selectAlarm(alarm: { readonly alarmId: AlarmId; readonly unitId: UnitId | null; readonly operationId: OperationId | null } | null): void;
  selectOperation(operationId: OperationId | null): void;
  /** Has the map go there; a unit or an operation is chosen by it, too. */
  show(thing: HallThing): void;
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
  const state = createStore<SelectionState>(() => ({ unitId: null, alarmId: null, operationId: null, slotId: null, tile: null, placing: false, sight: null }));
  const selectUnit = (unitId: UnitId | null) => {
    const { tile, placing } = state.getState();
    if (placing && tile !== null && unitId !== null) {
      state.setState({ unitId, placing: false });
      options.place(tile, unitId);
      return;
    }
    // A tile stays chosen only while it is about the chosen unit.
    state.setState({ unitId, ...(unitId === state.getState().unitId ? {} : { tile: null, placing: false }) });
  };
  return {
    state,
    selectUnit,
    selectAlarm: (alarm) => {
      state.setState({
        alarmId: alarm?.alarmId ?? null,
        ...(alarm === null || alarm.unitId === null ? {} : { unitId: alarm.unitId, tile: null, placing: false }),
        ...(alarm === null || alarm.operationId === null ? {} : { operationId: alarm.operationId }),
      });
    },
    selectOperation: (operationId) => state.setState({ operationId }),
    show: (thing) => {
      if (thing.kind === 'unit') {
        selectUnit(thing.id);
      } else if (thing.kind === 'operation') {
        state.setState({ operationId: thing.id });
      }
      state.setState(({ sight }) => ({ sight: { thing, call: (sight?.call ?? 0) + 1 } }));
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
