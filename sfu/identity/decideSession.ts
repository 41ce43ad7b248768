import { AppError } from '#protocol/errors.ts';
import type { EventData } from '#protocol/events.ts';
import type { CourtCode, TokenId, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import { found, type Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';

type SignIn = EventData<'session.signedIn'> & { readonly tokenId: TokenId; readonly seenVersion: number };

/**
 * Lets the person in who has proved to be this user. Errors: signInFailed (closed meanwhile), conflict (the account was
 * changed since the proof was looked at: look again).
 */
export function signIn(state: HallState, { tokenId, seenVersion, ...data }: SignIn): Decision<User> {
  const user = unchanged(state, { userId: data.userId, seenVersion });
  return { events: [{ name: 'session.signedIn', subject: `session/${tokenId}`, courtCode: user.courtCode, data }], answer: () => user };
}

export function signOut(input: { tokenId: TokenId; userId: UserId; courtCode: CourtCode }): Decision<Record<string, never>> {
  const { tokenId, userId, courtCode } = input;
  return { events: [{ name: 'session.signedOut', subject: `session/${tokenId}`, courtCode, data: { userId } }], answer: () => ({}) };
}

/** Errors: signInFailed (closed meanwhile), conflict (as for signIn). */
export function changePassword(state: HallState, input: { userId: UserId; seenVersion: number }): Decision<Record<string, never>> {
  const { userId, courtCode } = unchanged(state, input);
  return { events: [{ name: 'user.passwordChanged', subject: `user/${userId}`, courtCode, data: {} }], answer: () => ({}) };
}

/** Errors: notFound. */
export function lockOut(state: HallState, { userId, ...data }: EventData<'user.lockedOut'> & { userId: UserId }): Decision<Record<string, never>> {
  const { courtCode } = found(state.users.get(userId), 'user');
  return { events: [{ name: 'user.lockedOut', subject: `user/${userId}`, courtCode, data }], answer: () => ({}) };
}

function unchanged(state: HallState, input: { userId: UserId; seenVersion: number }): User {
  const user = state.users.get(input.userId);
  if (user === undefined || user.state !== 'active') {
    throw new AppError('signInFailed');
  }
  if (user.version !== input.seenVersion) {
    throw new AppError('conflict', { params: { version: user.version } });
  }
  return user;
}
