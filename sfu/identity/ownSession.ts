import { passwordFault } from '#domain/people/passwordRule.ts';
import { AppError } from '#protocol/errors.ts';
import type { TokenId, UserId } from '#protocol/nouns/ids.ts';
import type { Connections } from '../ports/identity.ts';
import type { HallLog } from '../ports/log.ts';
import type { Handlers, Session } from '../ports/session.ts';
import { changePassword, signOut } from './decideSession.ts';
import type { LockOuts } from './passwords/lockOuts.ts';
import { untilUnchanged, type PasswordGate } from './passwords/passwordGate.ts';

/** What a signed-in person does with the own session. */
export function createOwnSession(options: {
  readonly log: HallLog;
  readonly gate: PasswordGate;
  readonly lockOuts: LockOuts;
  readonly connections: Connections;
}): Pick<Handlers, 'session.signOut' | 'session.changePassword'> {
  const { log, gate, lockOuts, connections } = options;
  return {
    'session.signOut': async (_, session) => {
      const { userId, tokenId, courtCode } = personOf(session);
      await log.execute({
        commandId: null,
        name: 'session.signOut',
        input: { tokenId },
        actor: session.actor,
        via: tokenId,
        decide: () => signOut({ tokenId, userId, courtCode }),
        also: async ({ tokens }, at) => {
          await tokens.revoke({ tokenId }, at);
        },
      });
      afterAnswer(() => connections.endTokens([tokenId], 'unauthorised'));
      return {};
    },

    'session.changePassword': ({ present, next }, session) =>
      untilUnchanged(async () => {
        const { userId, tokenId } = personOf(session);
        const { user } = await gate.prove({ findUser: () => log.state.users.get(userId), password: present, guest: session });
        const reason = passwordFault(next, { username: user.username, present });
        if (reason !== null) {
          throw new AppError('passwordWeak', { params: { reason } });
        }
        const passwordHash = await gate.hash(next);
        let ended: readonly TokenId[] = [];
        await log.execute({
          commandId: null,
          name: 'session.changePassword',
          input: { userId },
          actor: session.actor,
          via: tokenId,
          decide: (state) => {
            // The sign-in may have been ended while the password was looked at and hashed.
            if (session.ended.aborted) {
              throw new AppError('disconnected');
            }
            return changePassword(state, { userId, seenVersion: user.version });
          },
          also: async ({ credentials, tokens }, at) => {
            const credential = await credentials.find(userId);
            if (credential !== undefined) {
              await credentials.put({ ...credential, passwordHash, mustChange: false, failures: 0, lockedUntilAt: null });
            }
            // Whoever else was in with the old password is out.
            ended = await tokens.revoke({ userId }, at, tokenId);
          },
        });
        lockOuts.succeed(userId, session.remoteAddress);
        connections.endTokens(ended, 'unauthorised');
        // Until now the session could do nothing but this; it comes back with its rights.
        afterAnswer(() => connections.endTokens([tokenId], 'rightsChanged'));
        return {};
      }),
  };
}

function personOf({ userId, tokenId, courtCode }: Session): { userId: UserId; tokenId: TokenId; courtCode: Session['courtCode'] } {
  if (userId === null || tokenId === null) {
    throw new AppError('forbidden');
  }
  return { userId, tokenId, courtCode };
}

/** The answer is written in a turn of its own; the connection must not be gone before. */
function afterAnswer(end: () => void): void {
  setImmediate(end);
}
