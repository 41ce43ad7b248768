import { describe, expect, it, vi } from 'vitest';
import type { TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import { courtCode, slotId, unitId, type UnitId } from '#protocol/nouns/ids.ts';
import { createSelection } from './createSelection.ts';

const ANXI = unitId.parse('019a0000-0000-7000-8000-000000000001');
const SIMING = unitId.parse('019a0000-0000-7000-8000-000000000002');
const WALL_1 = slotId.parse('wall-1');
const WALL_2 = slotId.parse('wall-2');

describe('selection', () => {
  it('gives a unit to the waiting tile once', () => {
    const place = vi.fn<(tile: TilePlace, unitId: UnitId) => void>();
    const selection = createSelection({ place });
    selection.startPlacing({ slotId: WALL_1, tileKey: '0-1' });
    selection.selectUnit(ANXI);
    selection.selectUnit(SIMING);
    expect(place.mock.calls).toEqual([[{ slotId: WALL_1, tileKey: '0-1' }, ANXI]]);
    expect(selection.state.getState().unitId).toBe(SIMING);
  });

  it('places the unit that was chosen already, too', () => {
    const place = vi.fn<(tile: TilePlace, unitId: UnitId) => void>();
    const selection = createSelection({ place });
    selection.selectUnit(ANXI);
    selection.startPlacing({ slotId: WALL_1, tileKey: '0-0' });
    selection.selectUnit(ANXI);
    expect(place).toHaveBeenCalledOnce();
  });

  it('does not place after Escape, nor after going to another wall', () => {
    const place = vi.fn<(tile: TilePlace, unitId: UnitId) => void>();
    const selection = createSelection({ place });
    selection.startPlacing({ slotId: WALL_1, tileKey: '0-0' });
    expect(selection.escape()).toBe(true);
    selection.selectUnit(ANXI);
    selection.startPlacing({ slotId: WALL_1, tileKey: '0-0' });
    selection.focusSlot(WALL_2);
    selection.selectUnit(SIMING);
    expect(place).not.toHaveBeenCalled();
  });

  it('chooses the unit of a chosen tile and keeps it on an empty one', () => {
    const selection = createSelection({ place: vi.fn<(tile: TilePlace, unitId: UnitId) => void>() });
    selection.focusTile({ slotId: WALL_2, tileKey: '1-0' }, SIMING);
    expect(selection.state.getState()).toMatchObject({ unitId: SIMING, slotId: WALL_2 });
    selection.focusTile({ slotId: WALL_2, tileKey: '1-1' }, null);
    expect(selection.state.getState()).toMatchObject({ unitId: SIMING, tile: { tileKey: '1-1' } });
  });

  it('gives up a unit that is gone, and keeps a tile that waits for another', () => {
    const place = vi.fn<(tile: TilePlace, unitId: UnitId) => void>();
    const selection = createSelection({ place });
    selection.selectUnit(ANXI);
    selection.keepUnit((there) => there === ANXI);
    expect(selection.state.getState().unitId).toBe(ANXI);
    selection.startPlacing({ slotId: WALL_1, tileKey: '0-1' });
    selection.keepUnit((there) => there === SIMING);
    expect(selection.state.getState()).toMatchObject({ unitId: null, slotId: WALL_1, tile: { slotId: WALL_1, tileKey: '0-1' }, placing: true });
    selection.selectUnit(SIMING);
    expect(place).toHaveBeenCalledOnce();
  });

  it('escapes one thing at a time', () => {
    const selection = createSelection({ place: vi.fn<(tile: TilePlace, unitId: UnitId) => void>() });
    selection.focusTile({ slotId: WALL_1, tileKey: '0-0' }, ANXI);
    expect([selection.escape(), selection.escape(), selection.escape()]).toEqual([true, true, false]);
    expect(selection.state.getState()).toMatchObject({ unitId: null, slotId: WALL_1, tile: null, placing: false });
  });

  it('has the map go there each time it is asked, even to what is chosen already', () => {
    const selection = createSelection({ place: vi.fn<(tile: TilePlace, unitId: UnitId) => void>() });
    selection.show({ kind: 'unit', id: ANXI });
    selection.show({ kind: 'unit', id: ANXI });
    expect(selection.state.getState()).toMatchObject({ unitId: ANXI, sight: { thing: { kind: 'unit', id: ANXI }, call: 2 } });
    const court = { kind: 'court', id: courtCode.parse('闽0203') } as const;
    selection.show(court);
    expect(selection.state.getState()).toMatchObject({ unitId: ANXI, sight: { thing: court, call: 3 } });
  });
});
