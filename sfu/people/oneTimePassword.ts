import { AppError } from '#protocol/errors.ts';
import type { CommandId, TokenId, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Session } from '../ports/session.ts';
import { resetPassword } from './accountDecisions.ts';
import { refuseEnded, refuseOwnAccount } from './ownAccount.ts';
import type { PeopleOptions } from './peopleOptions.ts';

type Issued = { readonly user: User; readonly oneTimePassword: string };

export interface OneTimePasswords {
  /** Takes the place of the present password; ends the person's sign-ins and a lock-out. Errors: notFound, ownAccount, conflict (see `again`). */
  reset(input: { readonly commandId: CommandId | null; readonly userId: UserId }, session: Session): Promise<Issued>;
  /** For a command that was done already: its password is kept nowhere, so another takes its place. Errors: conflict (it was used). */
  again(userId: UserId, session: Session): Promise<Issued>;
}

/** Passwords that are told to a person once and must be changed at the first sign-in. */
export function createOneTimePasswords(
  { log, stores, secrets }: PeopleOptions,
  /** Told in the transaction whose tokens end with it. */
  onRevoking: (userId: UserId, tokenIds: readonly TokenId[]) => void,
): OneTimePasswords {
  const passwords: OneTimePasswords = {
    async reset({ commandId, userId }, session) {
      refuseOwnAccount(session, userId);
      const { password, passwordHash } = await secrets.newPassword();
      const { answer, repeated } = await log.execute({
        commandId,
        name: 'user.resetPassword',
        input: { userId },
        actor: session.actor,
        via: session.tokenId,
        decide: (state) => {
          refuseEnded(session);
          return resetPassword(state, userId);
        },
        also: async (bound, at) => {
          const before = await bound.credentials.find(userId);
          const oidcSubject = before?.oidcSubject ?? null;
          await bound.credentials.put({ userId, passwordHash, mustChange: true, failures: 0, lockedUntilAt: null, oidcSubject });
          onRevoking(userId, await bound.tokens.revoke({ userId }, at));
        },
      });
      return repeated ? passwords.again(userId, session) : { user: answer.user, oneTimePassword: password };
    },

    async again(userId, session) {
      const credential = await stores.credentials.find(userId);
      if (credential?.mustChange !== true) {
        throw new AppError('conflict', { detail: 'the person has a password of their own by now' });
      }
      return passwords.reset({ commandId: null, userId }, session);
    },
  };
  return passwords;
}
