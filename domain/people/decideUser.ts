import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Role } from '#protocol/roles.ts';
import { EXCLUDING_ROLES, mayServe } from '../access/roles.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

type Of<Name extends 'user.create' | 'user.change' | 'user.close' | 'user.reopen' | 'user.setPhone'> = Omit<RequestData<Name>, 'commandId'>;

/** Errors: conflict (the name is taken, also by a closed account), rolesExclude. */
export function createUser(state: HallState, input: Of<'user.create'> & { userId: UserId }): Decision<{ user: User }> {
  const { userId, username, name, courtCode, roles, phone } = input;
  checkRoles(roles);
  if (state.users.some((user) => user.username === username)) {
    throw new AppError('conflict', { params: { username } });
  }
  const data = { username, name, roles: uniqueRoles(roles), hasPhone: phone !== null };
  return decided(userId, [{ name: 'user.created', subject: `user/${userId}`, courtCode, data }]);
}

/** Errors: notFound, conflict, rolesExclude, lastAdministrator, onDuty (the new roles cannot hold the person's post). */
export function changeUser(state: HallState, input: Of<'user.change'>): Decision<{ user: User }> {
  const user = present(state, input);
  checkRoles(input.roles);
  if (!input.roles.includes('administrator')) {
    keepAnAdministrator(state, user);
  }
  if (!mayServe(input.roles)) {
    checkOffDuty(state, user);
  }
  return decidedOf(user, { name: 'user.changed', data: { name: input.name, roles: uniqueRoles(input.roles) } });
}

/** Errors: notFound, conflict. */
export function setPhone(state: HallState, input: Of<'user.setPhone'>): Decision<{ user: User }> {
  return decidedOf(present(state, input), { name: 'user.phoneChanged', data: { hasPhone: input.phone !== null } });
}

/** Errors: notFound, conflict, lastAdministrator, onDuty. */
export function closeUser(state: HallState, input: Of<'user.close'>): Decision<{ user: User }> {
  const user = present(state, input);
  if (user.state === 'closed') {
    return unchanged(user.userId);
  }
  keepAnAdministrator(state, user);
  checkOffDuty(state, user);
  return decidedOf(user, { name: 'user.closed', data: { reason: input.reason } });
}

/** Errors: notFound, conflict. */
export function reopenUser(state: HallState, input: Of<'user.reopen'>): Decision<{ user: User }> {
  const user = present(state, input);
  return user.state === 'active' ? unchanged(user.userId) : decidedOf(user, { name: 'user.reopened', data: { reason: input.reason } });
}

function present(state: HallState, input: { userId: UserId; expectedVersion: number }): User {
  const user = found(state.users.get(input.userId), 'user');
  expectVersion(user, input.expectedVersion);
  return user;
}

function checkRoles(roles: readonly Role[]): void {
  const clash = EXCLUDING_ROLES.find(([one, other]) => roles.includes(one) && roles.includes(other));
  if (clash !== undefined) {
    throw new AppError('rolesExclude', { params: { one: clash[0], other: clash[1] } });
  }
}

/** The hall must not be left without anyone who can administer it as a whole. */
function keepAnAdministrator(state: HallState, leaving: User): void {
  const others = state.users.some((user) => user.userId !== leaving.userId && user.state === 'active' && user.courtCode === '闽' && user.roles.includes('administrator'));
  if (leaving.courtCode === '闽' && leaving.roles.includes('administrator') && !others) {
    throw new AppError('lastAdministrator');
  }
}

/** A holder who may not serve could neither hand over nor leave, and the post would stay taken. */
function checkOffDuty(state: HallState, user: User): void {
  if (state.duty.some((post) => post.holder?.userId === user.userId)) {
    throw new AppError('onDuty', { params: { name: user.name } });
  }
}

function uniqueRoles(roles: readonly Role[]): Role[] {
  return [...new Set(roles)];
}

type Change = Pick<Extract<NewEvent, { name: `user.${string}` }>, 'name' | 'data'>;

function decidedOf(user: User, change: Change): Decision<{ user: User }> {
  return decided(user.userId, [{ ...change, subject: `user/${user.userId}`, courtCode: user.courtCode } as NewEvent]);
}

function unchanged(userId: UserId): Decision<{ user: User }> {
  return decided(userId, []);
}

function decided(userId: UserId, events: readonly NewEvent[]): Decision<{ user: User }> {
  return { events, answer: (after) => ({ user: found(after.users.get(userId), 'user') }) };
}
