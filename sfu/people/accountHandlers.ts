import { randomUUIDv7 } from 'node:crypto';
import { userId as userIdSchema } from '#protocol/nouns/ids.ts';
import { found } from '#domain/decision/decision.ts';
import { changeUser, closeUser, createUser, reopenUser } from '#domain/people/decideUser.ts';
import type { HandlersOf } from '../ports/session.ts';
import type { OneTimePasswords } from './oneTimePassword.ts';
import { refuseEnded, refuseOwnAccount, sameRoles } from './ownAccount.ts';
import type { PeopleOptions } from './peopleOptions.ts';

type AccountHandlers = Pick<HandlersOf<'user'>, 'user.create' | 'user.change' | 'user.close' | 'user.reopen' | 'user.resetPassword'>;

/** Who has an account, and as what. */
export function accountHandlers({ log, secrets, oneTimePasswords }: PeopleOptions & { readonly oneTimePasswords: OneTimePasswords }): AccountHandlers {
  return {
    'user.create': async ({ commandId, ...input }, session) => {
      const userId = userIdSchema.parse(randomUUIDv7());
      const { password, passwordHash } = await secrets.newPassword();
      const { answer, repeated } = await log.execute({
        commandId,
        name: 'user.create',
        input,
        actor: session.actor,
        via: session.tokenId,
        decide: (state) => {
          refuseEnded(session);
          found(state.courts.get(input.courtCode), 'court');
          return createUser(state, { ...input, userId });
        },
        also: async (stores) => {
          await stores.credentials.put({ userId, passwordHash, mustChange: true, failures: 0, lockedUntilAt: null, oidcSubject: null });
          await stores.contacts.setPhone(userId, input.phone);
        },
      });
      return repeated ? oneTimePasswords.again(answer.user.userId, session) : { user: answer.user, oneTimePassword: password };
    },

    'user.change': async ({ commandId, ...input }, session) => {
      const { answer } = await log.execute({
        commandId,
        name: 'user.change',
        input,
        actor: session.actor,
        via: session.tokenId,
        decide: (state) => {
          if (!sameRoles(state.users.get(input.userId), input.roles)) {
            refuseOwnAccount(session, input.userId);
          }
          return changeUser(state, input);
        },
      });
      return answer;
    },

    'user.close': async ({ commandId, ...input }, session) => {
      const { answer } = await log.execute({
        commandId,
        name: 'user.close',
        input,
        actor: session.actor,
        via: session.tokenId,
        decide: (state) => {
          refuseOwnAccount(session, input.userId);
          return closeUser(state, input);
        },
        also: async (stores, at) => void (await stores.tokens.revoke({ userId: input.userId }, at)),
      });
      return answer;
    },

    'user.reopen': async ({ commandId, ...input }, { actor, tokenId: via }) => {
      const command = { commandId, name: 'user.reopen', input, actor, via };
      return (await log.execute({ ...command, decide: (state) => reopenUser(state, input) })).answer;
    },

    'user.resetPassword': async ({ commandId, userId }, session) => {
      const { oneTimePassword } = await oneTimePasswords.reset({ commandId, userId }, session);
      return { oneTimePassword };
    },
  };
}
