import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { unitId, type UnitId } from '#protocol/nouns/ids.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import { createDesk } from './createDesk.ts';

const [GONE, STAYS] = [1, 2].map((index) => unitId.parse(`019a0000-0000-7000-8000-00000000000${index}`)) as [UnitId, UnitId];
const unitsOf = (...unitIds: UnitId[]) => new Map(unitIds.map((id) => [id, { unitId: id, name: '单兵' } as Unit]));

function setUp() {
  const state = createStore(() => ({ units: unitsOf(GONE, STAYS), synced: true }));
  const desk = createDesk({ link: new FakeHallLink(), replica: { state } as unknown as HallReplica });
  desk.selection.selectUnit(GONE);
  desk.feeds.togglePin(GONE);
  desk.feeds.togglePin(STAYS);
  desk.feeds.toggleHeard(GONE);
  return { desk, state, stop: desk.followUnits() };
}

describe('the desk', () => {
  it('lets go of a unit that is revoked, and of nothing while the hall is away', () => {
    const { desk, state, stop } = setUp();
    state.setState({ synced: false });
    expect(desk.selection.state.getState().unitId).toBe(GONE);
    state.setState({ units: unitsOf(STAYS), synced: true });
    expect(desk.selection.state.getState().unitId).toBeNull();
    expect(desk.feeds.state.getState()).toMatchObject({ pinned: [STAYS], heard: null });
    stop();
    state.setState({ units: unitsOf() });
    expect(desk.feeds.state.getState().pinned).toEqual([STAYS]);
  });
});
