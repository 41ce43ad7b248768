import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import { found, type Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { handOf } from '../foldBaton.ts';
import { decided, unchanged, wallOf, type WallAnswer, type WallCaller } from './decideWall.ts';

/** People who have a desk of the court open now. */
type Here = { readonly isHere: (userId: UserId) => boolean };
type Person = { readonly userId: UserId; readonly name: string };

/** Errors: batonHeld (`name`), reasonNeeded, forbidden (no person). */
export function takeBaton(state: HallState, { reason }: { readonly reason: string }, caller: WallCaller, { at, isHere, mayCommand }: Here & { at: number; mayCommand: boolean }): Decision<WallAnswer> {
  const person = personOf(caller);
  const { baton } = wallOf(state, caller);
  const hand = handOf(baton, at);
  if (hand?.userId === person.userId && baton?.holder.userId === person.userId) {
    return unchanged(caller);
  }
  // Whoever lent it takes it back as their own; the borrower of somebody else's has to ask like anybody.
  const others = baton === null || hand === null || baton.holder.userId === person.userId ? [] : [hand, baton.holder];
  const keeper = others.find(({ userId }) => userId !== person.userId && isHere(userId));
  if (keeper !== undefined && !mayCommand) {
    throw new AppError('batonHeld', { params: { name: keeper.name } });
  }
  if (keeper !== undefined && reason === '') {
    throw new AppError('reasonNeeded');
  }
  const from = hand === null ? null : { userId: hand.userId, name: hand.name };
  return decided(caller, { name: 'wall.batonTaken', data: { person, from, reason } });
}

/** Errors: noBaton. */
export function askBaton(state: HallState, caller: WallCaller, at: number): Decision<WallAnswer> {
  const person = personOf(caller);
  const hand = handOf(wallOf(state, caller).baton, at);
  if (hand === null) {
    throw new AppError('noBaton');
  }
  return hand.userId === person.userId ? unchanged(caller) : decided(caller, { name: 'wall.batonAsked', data: { person } });
}

/** By the holder, also while it is lent to another. Errors: noBaton, notFound. */
export function lendBaton(state: HallState, { toUserId, forMs }: Omit<RequestData<'wall.lendBaton'>, 'commandId'>, caller: WallCaller, { at, isHere }: Here & { at: number }): Decision<WallAnswer> {
  checkHolds(state, caller);
  const to = otherOf(state, toUserId, caller, isHere);
  return decided(caller, { name: 'wall.batonLent', data: { to, untilAt: at + forMs } });
}

/** Errors: noBaton, notFound. */
export function passBaton(state: HallState, { toUserId }: { readonly toUserId: UserId }, caller: WallCaller, { isHere }: Here): Decision<WallAnswer> {
  checkHolds(state, caller);
  return decided(caller, { name: 'wall.batonPassed', data: { to: otherOf(state, toUserId, caller, isHere) } });
}

/** Errors: noBaton. */
export function returnBaton(state: HallState, caller: WallCaller, at: number): Decision<WallAnswer> {
  const person = personOf(caller);
  const { baton } = wallOf(state, caller);
  if (baton?.holder.userId !== person.userId && handOf(baton, at)?.userId !== person.userId) {
    throw new AppError('noBaton');
  }
  return decided(caller, { name: 'wall.batonReturned', data: { person } });
}

function personOf({ userId, name }: WallCaller): Person {
  if (userId === null) {
    throw new AppError('forbidden');
  }
  return { userId, name };
}

function checkHolds(state: HallState, caller: WallCaller): void {
  if (wallOf(state, caller).baton?.holder.userId !== personOf(caller).userId) {
    throw new AppError('noBaton');
  }
}

function otherOf(state: HallState, userId: UserId, caller: WallCaller, isHere: Here['isHere']): Person {
  const user = found(state.users.get(userId), 'user');
  if (userId === caller.userId || user.courtCode !== caller.courtCode || !isHere(userId)) {
    throw new AppError('notFound', { params: { what: 'user' } });
  }
  return { userId, name: user.name };
}
