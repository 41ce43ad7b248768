import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { SlotPlaceMm, WallRecord } from '#protocol/wall/wall.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { handOf } from '../foldBaton.ts';
import { emptyWall } from '../foldWall.ts';

/** Who asks; the wall is always that of their own court. `userId` null: nobody who could hold it. */
export type WallCaller = { readonly userId: UserId | null; readonly name: string; readonly courtCode: CourtCode };

/** What was undone and can be is for the replicas: an answer is kept with its command, and must stay small. */
export type WallAnswer = { readonly wall: Omit<WallRecord, 'past'> };

type Input<Name extends `wall.${string}` & keyof Inputs> = Inputs[Name];
type Inputs = { [Name in 'wall.adjust' | 'wall.measure' | 'wall.beginVisit']: Omit<RequestData<Name>, 'commandId'> };

/** Zoom, freeze, volume. Errors: batonHeld; notFound (slot or tile). */
export function adjustTiles(state: HallState, { tiles }: Input<'wall.adjust'>, caller: WallCaller, at: number): Decision<WallAnswer> {
  checkHand(state, caller, at);
  for (const { slotId, column, row } of tiles) {
    const { layout } = found(state.slots.get(`${caller.courtCode}/${slotId}`), 'slot');
    found(layout.tiles.find((tile) => tile.column === column && tile.row === row), 'tile');
  }
  return decided(caller, { name: 'wall.adjusted', data: { tiles } });
}

/** Errors: batonHeld; conflict; notFound (slot); badLayout (areas overlap, or a display twice). */
export function measureWall(state: HallState, { expectedVersion, places }: Input<'wall.measure'>, caller: WallCaller, at: number): Decision<WallAnswer> {
  checkHand(state, caller, at);
  expectVersion(state.walls.get(caller.courtCode), expectedVersion);
  for (const [index, place] of places.entries()) {
    found(state.slots.get(`${caller.courtCode}/${place.slotId}`), 'slot');
    if (places.slice(0, index).some((other) => other.slotId === place.slotId || overlap(other, place))) {
      throw new AppError('badLayout', { params: { slotId: place.slotId } });
    }
  }
  return decided(caller, { name: 'wall.measured', data: { places } });
}

/** Who came first may stay: a visit that is under way goes on. Errors: batonHeld. */
export function beginVisit(state: HallState, { note }: Input<'wall.beginVisit'>, caller: WallCaller, at: number): Decision<WallAnswer> {
  checkHand(state, caller, at);
  return wallOf(state, caller).visit === null ? decided(caller, { name: 'wall.visitBegun', data: { note } }) : unchanged(caller);
}

/** Errors: batonHeld. */
export function endVisit(state: HallState, caller: WallCaller, at: number): Decision<WallAnswer> {
  checkHand(state, caller, at);
  return wallOf(state, caller).visit === null ? unchanged(caller) : decided(caller, { name: 'wall.visitEnded', data: {} });
}

/** Errors: batonHeld (`name`): somebody else has the wall. */
export function checkHand(state: HallState, caller: WallCaller, at: number): void {
  const hand = handOf(wallOf(state, caller).baton, at);
  if (hand !== null && hand.userId !== caller.userId) {
    throw new AppError('batonHeld', { params: { name: hand.name } });
  }
}

export function wallOf(state: HallState, { courtCode }: Pick<WallCaller, 'courtCode'>): WallRecord {
  return state.walls.get(courtCode) ?? emptyWall(courtCode);
}

type Change = Pick<Extract<NewEvent, { name: `wall.${string}` }>, 'name' | 'data'>;

export function decided(caller: Pick<WallCaller, 'courtCode'>, change: Change): Decision<WallAnswer> {
  const { courtCode } = caller;
  return { ...unchanged(caller), events: [{ ...change, subject: `wall/${courtCode}`, courtCode } as NewEvent] };
}

export function unchanged(caller: Pick<WallCaller, 'courtCode'>): Decision<WallAnswer> {
  const answer = (after: HallState): WallAnswer => {
    const { past: _, ...wall } = wallOf(after, caller);
    return { wall };
  };
  return { events: [], answer };
}

function overlap(one: SlotPlaceMm, other: SlotPlaceMm): boolean {
  return one.xMm < other.xMm + other.widthMm && other.xMm < one.xMm + one.widthMm && one.yMm < other.yMm + other.heightMm && other.yMm < one.yMm + one.heightMm;
}
