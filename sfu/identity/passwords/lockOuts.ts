import { AppError } from '#protocol/errors.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { HallLog } from '../../ports/log.ts';
import type { Credential, TokenStore } from '../../ports/stores.ts';
import { lockOut } from '../decideSession.ts';
import { blankCredential } from './blankCredential.ts';

/** How many wrong passwords in a row lock an account, and for how long. */
export type LockOutRule = { readonly failures: number; readonly forMs: number };

type Attempt = { readonly credential: Credential | undefined; readonly remoteAddress: string };

/** Wrong passwords against one hash; a new password begins anew. */
type Count = { readonly passwordHash: string | null; readonly failures: number };

/**
 * Counts wrong passwords and locks accounts. Counts are held in memory (a failure must cost no write); the lock itself is
 * an entry of the log and kept with the credential, so that it outlasts a restart.
 * A lock holds everywhere but where the person has signed in from before: there only what is tried there counts, or any
 * stranger in the network could keep a commander out.
 */
export class LockOuts {
  readonly #rule: LockOutRule;
  readonly #log: HallLog;
  readonly #tokens: Pick<TokenStore, 'hasSignedIn'>;
  readonly #now: () => number;
  readonly #counts = new Map<string, Count>();
  /** Locks that are being written. */
  readonly #locking = new Map<UserId, number>();
  /** Until when a known place is locked for the account, by what was tried there; forgotten with a restart. */
  readonly #lockedThere = new Map<string, number>();

  constructor(options: { rule: LockOutRule; log: HallLog; tokens: Pick<TokenStore, 'hasSignedIn'>; now: () => number }) {
    this.#rule = options.rule;
    this.#log = options.log;
    this.#tokens = options.tokens;
    this.#now = options.now;
  }

  /** Errors: accountLocked. */
  async check(userId: UserId, { credential, remoteAddress }: Attempt): Promise<void> {
    const untilAt = Math.max(this.#locking.get(userId) ?? 0, credential?.lockedUntilAt ?? 0);
    // With an unlock or a new password the lock is over at the known places, too.
    if (untilAt > this.#now() && (this.#isLockedThere(placeOf(userId, remoteAddress)) || !(await this.#tokens.hasSignedIn(userId, remoteAddress)))) {
      throw new AppError('accountLocked', { params: { untilAt } });
    }
  }

  /** Notes a wrong password. Errors: accountLocked when that was one too many; logUnavailable when the lock cannot be written. */
  async fail(userId: UserId, { credential, remoteAddress }: Attempt): Promise<void> {
    const isKnown = await this.#tokens.hasSignedIn(userId, remoteAddress);
    const place = isKnown ? placeOf(userId, remoteAddress) : userId;
    // Others that were tried at the same time may have locked the account meanwhile.
    await this.check(userId, { credential: undefined, remoteAddress });
    const passwordHash = credential?.passwordHash ?? null;
    const before = this.#counts.get(place);
    const failures = (before?.passwordHash === passwordHash ? before.failures : 0) + 1;
    this.#counts.set(place, { passwordHash, failures });
    if (failures < this.#rule.failures) {
      return;
    }
    const untilAt = this.#now() + this.#rule.forMs;
    this.#locking.set(userId, untilAt);
    if (isKnown) {
      this.#lockedThere.set(place, untilAt);
    }
    try {
      await this.#lock(userId, { untilAt, remoteAddress });
      this.#counts.delete(place);
    } finally {
      this.#locking.delete(userId);
    }
    throw new AppError('accountLocked', { params: { untilAt } });
  }

  succeed(userId: UserId, remoteAddress: string): void {
    const place = placeOf(userId, remoteAddress);
    this.#counts.delete(userId);
    this.#counts.delete(place);
    this.#lockedThere.delete(place);
  }

  #isLockedThere(place: string): boolean {
    return (this.#lockedThere.get(place) ?? 0) > this.#now();
  }

  async #lock(userId: UserId, lock: { untilAt: number; remoteAddress: string }): Promise<void> {
    await this.#log.execute({
      commandId: null,
      name: 'session.signIn',
      input: { userId },
      actor: { kind: 'hall' },
      via: null,
      decide: (state) => lockOut(state, { userId, ...lock }),
      also: async ({ credentials }) => {
        const present = (await credentials.find(userId)) ?? blankCredential(userId);
        await credentials.put({ ...present, failures: this.#rule.failures, lockedUntilAt: lock.untilAt });
      },
    });
  }
}

function placeOf(userId: UserId, remoteAddress: string): string {
  return `${userId} ${remoteAddress}`;
}
