import { AppError } from '#protocol/errors.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Session } from '../ports/session.ts';

/**
 * To be asked when a command is decided. Nobody decides over their own account: not to gain by it, and not so that whoever finds
 * a desk unattended keeps it with a new password. Errors: ownAccount.
 */
export function refuseOwnAccount({ userId }: Pick<Session, 'userId'>, about: UserId): void {
  if (userId === about) {
    throw new AppError('ownAccount');
  }
}

/** To be asked when a command is decided that waited for something: whoever asked may have lost the right meanwhile. Errors: disconnected. */
export function refuseEnded({ ended }: Pick<Session, 'ended'>): void {
  if (ended.aborted) {
    throw new AppError('disconnected');
  }
}

/** Whether a person's roles are these, in whatever order. */
export function sameRoles(user: User | undefined, roles: User['roles']): boolean {
  return user !== undefined && new Set(roles).size === user.roles.length && user.roles.every((role) => roles.includes(role));
}
