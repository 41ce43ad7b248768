import { AppError } from '#protocol/errors.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import { MAX_WRONG_PINS } from '#protocol/tasks/signing.ts';
import { found } from '#domain/decision/decision.ts';
import { asUnavailable } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { SecretSeal } from '../ports/secretSeal.ts';
import type { Session } from '../ports/session.ts';
import type { SigningKeyRecord, Stores } from '../ports/stores.ts';
import { isProof, opened, type LockedAway } from './keyBook.ts';

const FIRST_LOCK_MS = 5 * 60_000;
const LONGEST_LOCK_MS = 24 * 3_600_000;

export type Unlocked = { readonly record: SigningKeyRecord; readonly locked: LockedAway };

type Options = {
  readonly log: HallLog;
  readonly stores: Pick<Stores, 'signingKeys'>;
  readonly seal: SecretSeal;
  /** Real time: the hall's own may leap in an exercise. */
  readonly realNow: () => number;
};

/**
 * Where every proof of a PIN is looked at: one after the other for each person, from whatever desk, and every wrong one is durable before it is answered.
 * After five in a row each further one waits, twice as long each time.
 */
export class PinGuard {
  readonly #options: Options;
  readonly #queues = new Map<UserId, Promise<unknown>>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Errors: notFound (no key), pinWrong, pinLocked, logUnavailable. */
  async prove(session: Session, userId: UserId, proof: string): Promise<Unlocked> {
    const before = this.#queues.get(userId);
    const turn = afterwards(before, () => this.#prove(session, userId, proof));
    this.#queues.set(userId, turn);
    try {
      return await turn;
    } finally {
      if (this.#queues.get(userId) === turn) this.#queues.delete(userId);
    }
  }

  async #prove(session: Session, userId: UserId, proof: string): Promise<Unlocked> {
    const { stores, seal, realNow } = this.#options;
    const record = found(await stores.signingKeys.currentOf(userId).catch(asUnavailable), 'signingKey');
    if (record.lockedUntilAt !== null && record.lockedUntilAt > realNow()) {
      throw lockedError(record.lockedUntilAt);
    }
    const locked = found(opened(seal, record) ?? undefined, 'signingKey');
    if (!isProof(locked, proof)) {
      throw await this.#failed(session, record);
    }
    if (record.failures > 0) {
      await stores.signingKeys.put({ ...record, failures: 0, lockedUntilAt: null }).catch(asUnavailable);
    }
    return { record: { ...record, failures: 0, lockedUntilAt: null }, locked };
  }

  async #failed({ actor, tokenId, courtCode }: Session, record: SigningKeyRecord): Promise<AppError> {
    const { log, realNow } = this.#options;
    const { keyId, userId } = record;
    const failures = record.failures + 1;
    const lockMs = lockAfter(failures);
    const untilAt = lockMs === null ? null : realNow() + lockMs;
    const about = { subject: `signing/${userId}`, courtCode } as const;
    await log.execute({
      commandId: null, name: 'signing.prove', input: { keyId }, actor, via: tokenId,
      decide: () => ({
        events: [
          { name: 'signing.pinFailed', ...about, data: { keyId, failures } },
          ...(untilAt === null ? [] : [{ name: 'signing.pinLocked' as const, ...about, data: { keyId, failures, untilAt } }]),
        ],
        answer: () => null,
      }),
      also: ({ signingKeys }) => signingKeys.put({ ...record, failures, lockedUntilAt: untilAt }),
    });
    return untilAt === null ? new AppError('pinWrong', { params: { left: MAX_WRONG_PINS - failures } }) : lockedError(untilAt);
  }
}

/** How long after so many wrong ones in a row, ms; null: not yet. */
export function lockAfter(failures: number): number | null {
  return failures < MAX_WRONG_PINS ? null : Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** (failures - MAX_WRONG_PINS));
}

/** Whatever became of the one before. */
async function afterwards<Result>(before: Promise<unknown> | undefined, work: () => Promise<Result>): Promise<Result> {
  await Promise.allSettled([before]);
  return work();
}

function lockedError(untilAt: number): AppError {
  return new AppError('pinLocked', { params: { untilAt } });
}
