import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import { mayServe } from '../access/roles.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { vacantPost } from './foldDuty.ts';

/** Who asks; posts are always those of their own court. */
export type DutyCaller = { readonly userId: UserId; readonly name: string; readonly courtCode: CourtCode };

type Of<Name extends `duty.${string}`> = Name extends keyof RequestMap ? Omit<RequestMap[Name], 'commandId'> : never;
type RequestMap = { [Name in 'duty.start' | 'duty.offer' | 'duty.withdraw' | 'duty.accept' | 'duty.end' | 'duty.relieve']: RequestData<Name> };
type Answer = { post: DutyPost };

/** Errors: conflict, postTaken, cannotServe. */
export function startDuty(state: HallState, input: Of<'duty.start'>, caller: DutyCaller): Decision<Answer> {
  const { holder } = present(state, input, caller);
  if (holder !== null) {
    throw new AppError('postTaken', { params: { name: holder.name } });
  }
  checkCanServe(state, caller);
  return decided(input, caller, { name: 'duty.started', data: { userId: caller.userId, name: caller.name } });
}

/** Errors: conflict, notOnDuty, notFound, cannotServe. */
export function offerDuty(state: HallState, input: Of<'duty.offer'>, caller: DutyCaller): Decision<Answer> {
  held(present(state, input, caller), caller);
  const successor = found(state.users.get(input.toUserId), 'user');
  if (!canServe(successor, caller.courtCode) || successor.userId === caller.userId) {
    throw new AppError('cannotServe', { params: { name: successor.name } });
  }
  const data = { toUserId: successor.userId, toName: successor.name, done: input.done, undone: input.undone };
  return decided(input, caller, { name: 'duty.handOverOffered', data });
}

/** Errors: conflict, notOnDuty, notOffered. */
export function withdrawDuty(state: HallState, input: Of<'duty.withdraw'>, caller: DutyCaller): Decision<Answer> {
  if (held(present(state, input, caller), caller).offer === null) {
    throw new AppError('notOffered');
  }
  return decided(input, caller, { name: 'duty.handOverWithdrawn', data: {} });
}

/** Errors: conflict, notOffered, cannotServe. */
export function acceptDuty(state: HallState, input: Of<'duty.accept'>, caller: DutyCaller): Decision<Answer> {
  const { holder, offer } = present(state, input, caller);
  if (holder === null || offer?.toUserId !== caller.userId) {
    throw new AppError('notOffered');
  }
  checkCanServe(state, caller);
  const data = { fromUserId: holder.userId, fromName: holder.name, toUserId: caller.userId, toName: caller.name };
  return decided(input, caller, { name: 'duty.handedOver', data });
}

/** Errors: conflict, notOnDuty. */
export function endDuty(state: HallState, input: Of<'duty.end'>, caller: DutyCaller): Decision<Answer> {
  held(present(state, input, caller), caller);
  return decided(input, caller, { name: 'duty.ended', data: { userId: caller.userId, note: input.note } });
}

/** For whoever stands above the holder. Errors: conflict, notFound. */
export function relieveDuty(state: HallState, input: Of<'duty.relieve'>): Decision<Answer> {
  const { userId, name } = found(present(state, input, input).holder ?? undefined, 'holder');
  return decided(input, input, { name: 'duty.relieved', data: { userId, name, reason: input.reason } });
}

function keyOf(input: Pick<DutyPost, 'post'>, { courtCode }: Pick<DutyPost, 'courtCode'>): string {
  return `${courtCode}/${input.post}`;
}

function present(state: HallState, input: Pick<DutyPost, 'post'> & { expectedVersion: number }, place: Pick<DutyPost, 'courtCode'>): DutyPost {
  const post = state.duty.get(keyOf(input, place)) ?? vacantPost({ courtCode: place.courtCode, post: input.post });
  expectVersion(post, input.expectedVersion);
  return post;
}

function canServe(user: User | undefined, courtCode: CourtCode): boolean {
  return user?.state === 'active' && user.courtCode === courtCode && mayServe(user.roles);
}

/** The session was checked when it asked; meanwhile the account may have been closed or changed, and nobody could take the post from it. */
function checkCanServe(state: HallState, caller: DutyCaller): void {
  if (!canServe(state.users.get(caller.userId), caller.courtCode)) {
    throw new AppError('cannotServe', { params: { name: caller.name } });
  }
}

function held(post: DutyPost, caller: DutyCaller): DutyPost {
  if (post.holder?.userId !== caller.userId) {
    throw new AppError('notOnDuty');
  }
  return post;
}

type Change = Pick<Extract<NewEvent, { name: `duty.${string}` }>, 'name' | 'data'>;

function decided(input: Pick<DutyPost, 'post'>, place: Pick<DutyPost, 'courtCode'>, change: Change): Decision<Answer> {
  const key = keyOf(input, place);
  return {
    events: [{ ...change, subject: `duty/${key}`, courtCode: place.courtCode } as NewEvent],
    answer: (after) => ({ post: found(after.duty.get(key), 'post') }),
  };
}
