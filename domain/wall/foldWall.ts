import type { CourtCode, SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import { MAX_PAST, type PastTake, type WallRecord } from '#protocol/wall/wall.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import type { HallState } from '../hallState/hallState.ts';
import { idOf } from '../hallState/idOf.ts';
import { foldBaton } from './foldBaton.ts';
import { emptySlot, foldSlot } from './foldSlot.ts';

type WallPart = Pick<HallState, 'walls' | 'slots'>;

/** A wall that nobody has touched yet. */
export function emptyWall(courtCode: CourtCode): WallRecord {
  return { courtCode, places: [], baton: null, visit: null, past: [], version: 0 };
}

/** Steps of the wall change its displays and what can be undone; everything else changes the wall alone. */
export function foldWall(state: HallState, event: EventOf<'wall'>): WallPart {
  const { courtCode, version } = event;
  const wall = { ...(state.walls.get(courtCode) ?? emptyWall(courtCode)), version };
  const kept = (change: Partial<WallRecord>): WallPart => ({ slots: state.slots, walls: state.walls.set(courtCode, { ...wall, ...change }) });
  switch (event.name) {
    case 'wall.put': {
      const { takeId, what, slots } = event.data;
      const after = withLayouts(state, courtCode, slots);
      const touched = slots.map(({ slotId }) => ({ slotId, layoutVersion: after.get(`${courtCode}/${slotId}`)?.layoutVersion ?? 0, before: slotOf(state, courtCode, slotId).layout }));
      const past = [...wall.past, { takeId, at: event.at, by: actorName(event.actor), what, slots: touched }].slice(-MAX_PAST);
      return { slots: after, walls: state.walls.set(courtCode, { ...wall, past }) };
    }
    case 'wall.undone': {
      const undone = wall.past.find(({ takeId }) => takeId === event.data.takeId);
      const back = (undone?.slots ?? []).map(({ slotId, before }) => ({ slotId, layout: before }));
      const after = withLayouts(state, courtCode, back);
      const past = back.reduce(
        (takes, { slotId }) => follow(takes, slotId, after.get(`${courtCode}/${slotId}`)?.layoutVersion ?? 0),
        wall.past.filter((take) => take !== undone),
      );
      return { slots: after, walls: state.walls.set(courtCode, { ...wall, past }) };
    }
    case 'wall.adjusted': {
      const slots = event.data.tiles.reduce((all, { slotId, column, row, look }) => {
        const slot = slotOf({ slots: all }, courtCode, slotId);
        const tiles = slot.layout.tiles.map((tile) => (tile.column === column && tile.row === row ? { ...tile, look } : tile));
        return all.set(`${courtCode}/${slotId}`, { ...slot, layout: { ...slot.layout, tiles } });
      }, state.slots);
      return { slots, walls: state.walls.set(courtCode, wall) };
    }
    case 'wall.measured': return kept({ places: event.data.places });
    case 'wall.visitBegun': return kept({ visit: { sinceAt: event.at, byName: actorName(event.actor), note: event.data.note } });
    case 'wall.visitEnded': return kept({ visit: null });
    default: return kept({ baton: foldBaton(wall.baton, event) });
  }
}

/** Places of a wall; what the hall deals onto one takes nobody's step back, which can still be undone. */
export function foldPlace(state: HallState, event: EventOf<'slot'>): WallPart {
  const slots = foldSlot(state.slots, event);
  const slot = slots.get(idOf(event.subject));
  const wall = state.walls.get(event.courtCode);
  if (event.name !== 'slot.dealt' || slot === undefined || wall === undefined || !wall.past.some((take) => touches(take, slot.slotId))) {
    return { slots, walls: state.walls };
  }
  return { slots, walls: state.walls.set(event.courtCode, { ...wall, past: follow(wall.past, slot.slotId, slot.layoutVersion) }) };
}

/** The last step that touched the place is the one that stands there, at this version of its layout. */
function follow(past: WallRecord['past'], slotId: SlotId, layoutVersion: number): WallRecord['past'] {
  const last = past.findLast((take) => touches(take, slotId));
  return past.map((take) => (take === last ? { ...take, slots: take.slots.map((slot) => (slot.slotId === slotId ? { ...slot, layoutVersion } : slot)) } : take));
}

function touches(take: PastTake, slotId: SlotId): boolean {
  return take.slots.some((slot) => slot.slotId === slotId);
}

function slotOf(state: Pick<HallState, 'slots'>, courtCode: CourtCode, slotId: SlotId) {
  return state.slots.get(`${courtCode}/${slotId}`) ?? emptySlot({ courtCode, slotId });
}

function withLayouts(state: Pick<HallState, 'slots'>, courtCode: CourtCode, layouts: readonly { slotId: SlotId; layout: SlotLayout }[]): HallState['slots'] {
  return layouts.reduce((all, { slotId, layout }) => {
    const slot = slotOf({ slots: all }, courtCode, slotId);
    return all.set(`${courtCode}/${slotId}`, { ...slot, layout, layoutVersion: slot.layoutVersion + 1 });
  }, state.slots);
}
