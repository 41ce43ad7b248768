import { AppError } from '#protocol/errors.ts';
import { asUnavailable } from '../../ports/journal.ts';
import type { PersonProof } from '../../ports/identity.ts';
import type { HallLog } from '../../ports/log.ts';
import type { CredentialStore } from '../../ports/stores.ts';
import type { LockOuts } from './lockOuts.ts';
import type { PasswordGate } from './passwordGate.ts';

/** Asks a person who is in for the password once more. */
export function createPersonProof({ log, credentials, gate, lockOuts }: {
  readonly log: Pick<HallLog, 'state'>;
  readonly credentials: Pick<CredentialStore, 'find'>;
  readonly gate: PasswordGate;
  readonly lockOuts: Pick<LockOuts, 'succeed'>;
}): PersonProof {
  const hasPassword: PersonProof['hasPassword'] = async (userId) => typeof (await credentials.find(userId).catch(asUnavailable))?.passwordHash === 'string';
  return {
    hasPassword,
    prove: async (session, userId, password) => {
      if (!(await hasPassword(userId))) {
        return;
      }
      if (password === null) {
        throw new AppError('signInFailed');
      }
      await gate.prove({ findUser: () => log.state.users.get(userId), password, guest: session });
      lockOuts.succeed(userId, session.remoteAddress);
    },
  };
}
