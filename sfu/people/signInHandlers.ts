import { AppError } from '#protocol/errors.ts';
import { sees } from '#domain/access/viewer.ts';
import type { HandlersOf } from '../ports/session.ts';
import { endSession, unlockUser } from './accountDecisions.ts';
import { refuseOwnAccount } from './ownAccount.ts';
import type { PeopleOptions } from './peopleOptions.ts';

type SignInHandlers = Pick<HandlersOf<'user'>, 'user.sessions' | 'user.endSession' | 'user.unlock'>;

/** Who is signed in and who is locked out. */
export function signInHandlers({ log, stores, connections, now }: PeopleOptions): SignInHandlers {
  return {
    'user.sessions': async (_, viewer) => {
      const at = now();
      const [tokens, lockedOut] = await Promise.all([stores.tokens.signedIn(at), stores.credentials.lockedOut(at)]);
      return {
        sessions: tokens.flatMap(({ tokenId, userId, courtCode, issuedAt, expiresAt, clientName, remoteAddress }) =>
          userId === null || !sees(viewer.courtCode, courtCode)
            ? []
            : [{ tokenId, userId, signedInAt: issuedAt, expiresAt, clientName, remoteAddress, connections: connections.countOf(tokenId) }]),
        lockedOut: lockedOut.filter(({ userId }) => {
          const user = log.state.users.get(userId);
          return user !== undefined && sees(viewer.courtCode, user.courtCode);
        }),
      };
    },

    'user.endSession': async ({ commandId, ...input }, session) => {
      const token = await stores.tokens.find(input.tokenId);
      const userId = token?.userId ?? null;
      if (token === undefined || userId === null || !sees(session.courtCode, token.courtCode)) {
        throw new AppError('notFound', { params: { what: 'session' } });
      }
      await log.execute({
        commandId,
        name: 'user.endSession',
        input,
        actor: session.actor,
        via: session.tokenId,
        decide: () => {
          // Sign-ins live in real time, also where the log's is an exercise's.
          if (token.revokedAt !== null || token.expiresAt <= now()) {
            throw new AppError('notFound', { params: { what: 'session' } });
          }
          return endSession({ ...input, userId, courtCode: token.courtCode });
        },
        also: async (bound, at) => void (await bound.tokens.revoke({ tokenId: input.tokenId }, at)),
      });
      return {};
    },

    'user.unlock': async ({ commandId, userId }, session) => {
      await log.execute({
        commandId,
        name: 'user.unlock',
        input: { userId },
        actor: session.actor,
        via: session.tokenId,
        decide: (state) => {
          refuseOwnAccount(session, userId);
          return unlockUser(state, userId);
        },
        also: async (bound) => {
          const credential = await bound.credentials.find(userId);
          if (credential !== undefined) {
            await bound.credentials.put({ ...credential, failures: 0, lockedUntilAt: null });
          }
        },
      });
      return {};
    },
  };
}
