import { AppError } from '#protocol/errors.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { HallLog } from '../../ports/log.ts';
import type { Guest } from '../../ports/session.ts';
import type { Credential, CredentialStore } from '../../ports/stores.ts';
import type { AttemptThrottle } from '../attemptThrottle.ts';
import { Lane } from './lane.ts';
import type { LockOuts } from './lockOuts.ts';
import { hashPassword, isPassword } from './passwordHash.ts';

/** Passwords that are checked at a time; more would take the cores from media and signalling. */
const CHECKS = { width: 2, maxWaiting: 64 };
/** Hashes of new passwords have a lane of their own: those who are in must not wait behind a flood of those who are not. */
const HASHES = { width: 1, maxWaiting: 64 };

/** A user whose password was right, and what was known of the account when it was checked. */
export type Proved = { readonly user: User; readonly credential: Credential };

/** Where every password is checked: a few at a time, with lock-outs and a throttle, and nothing told but right or wrong. */
export interface PasswordGate {
  /** Errors: signInFailed, accountLocked, tooManyRequests, logUnavailable. */
  prove(options: { findUser: () => User | undefined; password: string; guest: Guest }): Promise<Proved>;
  /** Errors: tooManyRequests. */
  hash(password: string): Promise<string>;
}

export function createPasswordGate(options: {
  readonly credentials: Pick<CredentialStore, 'find'>;
  readonly lockOuts: LockOuts;
  /** Wrong passwords of an address. */
  readonly throttle: AttemptThrottle;
  /** Right ones of an account: whoever knows one must not keep the cores busy with it either. */
  readonly proofs: AttemptThrottle;
}): PasswordGate {
  const { credentials, lockOuts, throttle, proofs } = options;
  const checks = new Lane(CHECKS);
  const hashes = new Lane(HASHES);
  return {
    prove: async ({ findUser, password, guest }) => {
      const { remoteAddress, ended } = guest;
      throttle.check(remoteAddress);
      return checks.run(async () => {
        // Much may have happened while this one waited: the rest of a flood ends here, before it costs anything.
        throttle.check(remoteAddress);
        if (ended.aborted) {
          throw new AppError('disconnected');
        }
        const user = findUser();
        const credential = user && (await credentials.find(user.userId));
        if (user !== undefined) {
          proofs.check(user.userId);
          await lockOuts.check(user.userId, { credential, remoteAddress });
        }
        const isRight = await isPassword(password, credential?.passwordHash ?? null);
        if (user !== undefined && credential !== undefined && isRight) {
          proofs.note(user.userId);
          return { user, credential };
        }
        throttle.note(remoteAddress);
        if (user !== undefined) {
          await lockOuts.fail(user.userId, { credential, remoteAddress });
        }
        throw new AppError('signInFailed');
      });
    },
    hash: (password) => hashes.run(() => hashPassword(password)),
  };
}

/** Without a log nobody can be let in, and saying so at once is better than after the work. Errors: logUnavailable. */
export function expectWritable({ status }: Pick<HallLog, 'status'>): void {
  if (!status.writable) {
    throw new AppError('logUnavailable', { params: status.reason === null ? {} : { reason: status.reason } });
  }
}

/** How often an account may change under a proof before it is given up. */
const LOOKS = 3;

/** Does the work again while the account was changed between its proof and its decision. */
export async function untilUnchanged<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let look = 1; ; look += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict') || look === LOOKS) {
        throw error;
      }
    }
  }
}
