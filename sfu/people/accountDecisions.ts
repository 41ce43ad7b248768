import { AppError } from '#protocol/errors.ts';
import type { CourtCode, TokenId, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import { found, type Decision, type NewEvent } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';

/*
 * Decisions about what is kept beside the log: the entry says that it was done, by whom and why.
 */

/** Errors: notFound. */
export function resetPassword(state: HallState, userId: UserId): Decision<{ user: User }> {
  return aboutUser(state, userId, { name: 'user.passwordReset', data: {} });
}

/** Errors: notFound. */
export function unlockUser(state: HallState, userId: UserId): Decision<{ user: User }> {
  return aboutUser(state, userId, { name: 'user.unlocked', data: {} });
}

/** The entry stands in the person's own history. Errors: notFound, also when no number is kept. */
export function openPhone(state: HallState, input: { userId: UserId; purpose: string }): Decision<{ user: User }> {
  if (found(state.users.get(input.userId), 'user').hasPhone) {
    return aboutUser(state, input.userId, { name: 'personal.opened', data: { what: 'phone', purpose: input.purpose } });
  }
  throw new AppError('notFound', { params: { what: 'phone' } });
}

export function endSession(input: { tokenId: TokenId; userId: UserId; courtCode: CourtCode; reason: string }): Decision<Record<string, never>> {
  const { tokenId, userId, courtCode, reason } = input;
  return {
    events: [{ name: 'session.ended', subject: `session/${tokenId}`, courtCode, data: { userId, reason } }],
    answer: () => ({}),
  };
}

type Change = Pick<Extract<NewEvent, { name: 'user.passwordReset' | 'user.unlocked' | 'personal.opened' }>, 'name' | 'data'>;

function aboutUser(state: HallState, userId: UserId, change: Change): Decision<{ user: User }> {
  const { courtCode } = found(state.users.get(userId), 'user');
  return {
    events: [{ ...change, subject: `user/${userId}`, courtCode } as NewEvent],
    answer: (after) => ({ user: found(after.users.get(userId), 'user') }),
  };
}
