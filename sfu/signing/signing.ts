import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { NewSigningKey, OwnSigningKey } from '#protocol/tasks/signing.ts';
import { found, type NewEvent } from '#domain/decision/decision.ts';
import type { PersonProof } from '../ports/identity.ts';
import { asUnavailable } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { SecretSeal } from '../ports/secretSeal.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { SigningKeyRecord, Stores } from '../ports/stores.ts';
import { isPossessed, isProof, keyIdOf, lockAway, opened, ownKey } from './keyBook.ts';
import { PinGuard, type Unlocked } from './pinGuard.ts';

type Options = {
  readonly log: HallLog;
  readonly stores: Pick<Stores, 'signingKeys'>;
  readonly seal: SecretSeal;
  readonly personProof: PersonProof;
  /** Real time; it guards PINs. */
  readonly realNow: () => number;
};
type Answer = { key: OwnSigningKey };

/** People's keys for signing. */
export function createSigning(options: Options): { readonly handlers: HandlersOf<'signing'> } {
  const { log, stores: { signingKeys }, seal, personProof, realNow } = options;
  const guard = new PinGuard(options);
  const currentOf = (userId: UserId) => signingKeys.currentOf(userId).catch(asUnavailable);

  return {
    handlers: {
      'signing.mine': async (_, session) => {
        const userId = personOf(session);
        const [record, hasPassword] = await Promise.all([currentOf(userId), personProof.hasPassword(userId)]);
        const locked = record && opened(seal, record);
        const untilAt = record?.lockedUntilAt ?? 0;
        return { key: record && locked ? ownKey(record, locked) : null, lockedUntilAt: untilAt > realNow() ? untilAt : null, hasPassword };
      },

      'signing.enrol': async ({ commandId, key, password }, session) => {
        const userId = personOf(session);
        expectPossessed(key, userId);
        await personProof.prove(session, userId, password);
        const { keyId } = await newcomer(options, key, userId);
        const { answer } = await log.execute<Answer>({
          commandId, name: 'signing.enrol', input: { keyId }, ...from(session),
          decide: (state, at) => ({ events: [enrolled(session, userId, key, found(state.users.get(userId), 'user').name)], answer: () => ({ key: answerOf(key, at) }) }),
          also: async (inside, at) => {
            // One that this hall can no longer open is as good as none.
            const present = await inside.signingKeys.currentOf(userId);
            if (present !== undefined && opened(seal, present) !== null) {
              throw new AppError('conflict');
            }
            if (present !== undefined) {
              await inside.signingKeys.put({ ...present, revokedAt: at });
            }
            await inside.signingKeys.put(recordOf(seal, key, userId, at));
          },
        });
        return answer;
      },

      'signing.unlock': async ({ proof }, session) => {
        const { locked: { hallShare, sealedKey } } = await guard.prove(session, personOf(session), proof);
        return { hallShare, sealedKey };
      },

      'signing.changePin': async ({ commandId, proof, next }, session) => {
        const userId = personOf(session);
        const present = await currentOf(userId);
        const locked = present && opened(seal, present);
        if (present && locked && isProof(locked, next.proof)) {
          // Asked again: it is done.
          return { key: ownKey(present, locked) };
        }
        const { record } = await guard.prove(session, userId, proof);
        const { keyId } = record;
        const { answer } = await log.execute<Answer>({
          commandId, name: 'signing.changePin', input: { keyId }, ...from(session),
          decide: () => ({ events: [about(session, userId, { name: 'signing.pinChanged', data: { keyId } })], answer: () => ({ key: ownKey(record, next) }) }),
          also: (inside) => inside.signingKeys.put({ ...record, sealed: lockAway(seal, keyId, next) }),
        });
        return answer;
      },

      'signing.renew': (input, session) => renew(options, { guard, input, session }),

      'signing.revoke': async ({ commandId, reason }, session) => {
        const userId = personOf(session);
        const record = await currentOf(userId);
        await log.execute({
          commandId, name: 'signing.revoke', input: { reason }, ...from(session),
          decide: () => ({ events: [about(session, userId, { name: 'signing.keyRevoked', data: { keyId: found(record, 'signingKey').keyId, why: 'revoked', reason } })], answer: () => null }),
          also: (inside, at) => inside.signingKeys.put({ ...found(record, 'signingKey'), revokedAt: at }),
        });
        return {};
      },
    },
  };
}

async function renew(options: Options, { guard, input: { commandId, proof, key }, session }: { readonly guard: PinGuard; readonly input: RequestData<'signing.renew'>; readonly session: Session }): Promise<Answer> {
  const { log, stores, seal } = options;
  const userId = personOf(session);
  expectPossessed(key, userId);
  const present = await stores.signingKeys.currentOf(userId).catch(asUnavailable);
  if (present?.publicKey === key.publicKey) {
    // Asked again: it is done.
    return { key: answerOf(key, present.enrolledAt) };
  }
  const { record: old }: Unlocked = await guard.prove(session, userId, proof);
  const { keyId } = await newcomer(options, key, userId);
  const { answer } = await log.execute<Answer>({
    commandId, name: 'signing.renew', input: { keyId }, ...from(session),
    decide: (state, at) => ({
      events: [
        about(session, userId, { name: 'signing.keyRevoked', data: { keyId: old.keyId, why: 'renewed', reason: null } }),
        enrolled(session, userId, key, found(state.users.get(userId), 'user').name),
      ],
      answer: () => ({ key: answerOf(key, at) }),
    }),
    also: async (inside, at) => {
      await inside.signingKeys.put({ ...old, revokedAt: at });
      await inside.signingKeys.put(recordOf(seal, key, userId, at));
    },
  });
  return answer;
}

/** Errors: conflict where the key is or was somebody's. */
async function newcomer({ stores }: Options, { publicKey }: NewSigningKey, userId: UserId): Promise<{ keyId: string }> {
  const keyId = keyIdOf(publicKey);
  const before = await stores.signingKeys.find(keyId).catch(asUnavailable);
  if (before !== undefined && (before.userId !== userId || before.revokedAt !== null)) {
    throw new AppError('conflict');
  }
  return { keyId };
}

/** Errors: badSignature. */
function expectPossessed(key: NewSigningKey, userId: UserId): void {
  if (!isPossessed(key, userId)) {
    throw new AppError('badSignature');
  }
}

function enrolled(session: Session, userId: UserId, { publicKey, algorithm }: NewSigningKey, name: string): NewEvent {
  return about(session, userId, { name: 'signing.keyEnrolled', data: { keyId: keyIdOf(publicKey), algorithm, publicKey, userId, name } });
}

type SigningEvent = Extract<NewEvent, { name: `signing.${string}` }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;

function about({ courtCode }: Session, userId: UserId, change: SigningEvent): NewEvent {
  return { ...change, subject: `signing/${userId}`, courtCode };
}

function recordOf(seal: SecretSeal, key: NewSigningKey, userId: UserId, at: number): SigningKeyRecord {
  const keyId = keyIdOf(key.publicKey);
  return { keyId, userId, publicKey: key.publicKey, enrolledAt: at, revokedAt: null, sealed: lockAway(seal, keyId, key), failures: 0, lockedUntilAt: null };
}

function answerOf({ publicKey, algorithm, salt, kdf }: NewSigningKey, enrolledAt: number): OwnSigningKey {
  return { keyId: keyIdOf(publicKey), algorithm, publicKey, salt, kdf, enrolledAt };
}

function from({ actor, tokenId }: Session) {
  return { actor, via: tokenId };
}

/** Errors: forbidden for whoever is no person. */
function personOf({ userId }: Session): UserId {
  if (userId === null) {
    throw new AppError('forbidden');
  }
  return userId;
}
