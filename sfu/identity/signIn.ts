import type { HallState } from '#domain/hallState/hallState.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { HallLog } from '../ports/log.ts';
import type { GuestHandlers } from '../ports/session.ts';
import { signIn } from './decideSession.ts';
import { isOutdated } from './passwords/passwordHash.ts';
import type { LockOuts } from './passwords/lockOuts.ts';
import { expectWritable, untilUnchanged, type PasswordGate } from './passwords/passwordGate.ts';
import type { TokenAuthority } from './tokenAuthority.ts';

/** What every way of coming in works with. */
export type SignInParts = { readonly log: HallLog; readonly tokens: TokenAuthority; readonly signInTtlMs: number };

/** Sign-in with a password. A wrong one leaves no entry (a flood would fill the log); a lock-out does. */
export function createSignIn(options: SignInParts & { readonly gate: PasswordGate; readonly lockOuts: LockOuts; readonly now: () => number }): GuestHandlers['session.signIn'] {
  const { log, tokens, gate, lockOuts, signInTtlMs, now } = options;
  return ({ username, password, client }, guest) =>
    untilUnchanged(async () => {
      expectWritable(log);
      const { remoteAddress } = guest;
      const { user, credential } = await gate.prove({ findUser: () => activeUser(log.state, username), password, guest });
      const { userId, name, courtCode } = user;
      const { token, record } = await tokens.mint({ role: 'person', userId, courtCode, clientName: client.name, remoteAddress, lifetimeMs: signInTtlMs });
      const isOld = credential.passwordHash !== null && isOutdated(credential.passwordHash);
      // When the hall is too busy for a better hash, the next sign-in makes it.
      const betterHash = isOld ? await gate.hash(password).catch(() => null) : null;
      const { tokenId, expiresAt } = record;
      await log.execute({
        commandId: null,
        name: 'session.signIn',
        input: { userId },
        actor: { kind: 'person', userId, name, courtCode },
        via: tokenId,
        decide: (state) => signIn(state, { tokenId, userId, clientName: client.name, remoteAddress, method: 'password', seenVersion: user.version }),
        also: async (stores) => {
          await stores.tokens.insert(record);
          const present = await stores.credentials.find(userId);
          // A lock that others earned goes on for them. By real time: the log's may be an exercise's.
          const isOver = present !== undefined && present.lockedUntilAt !== null && present.lockedUntilAt <= now();
          if (present !== undefined && (betterHash !== null || isOver)) {
            const lock = isOver ? { failures: 0, lockedUntilAt: null } : {};
            await stores.credentials.put({ ...present, ...lock, passwordHash: betterHash ?? present.passwordHash });
          }
        },
      });
      lockOuts.succeed(userId, remoteAddress);
      return { token, tokenId, expiresAt };
    });
}

/** By the name that people type: case and blanks around it do not count. */
export function activeUser(state: HallState, username: string): User | undefined {
  const typed = username.trim().toLowerCase();
  return state.users.find((user) => user.username === typed && user.state === 'active');
}
