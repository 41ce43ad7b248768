import type { RequestName } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { TokenId } from '#protocol/nouns/ids.ts';
import { FloodGate } from './floodGate.ts';

/** What these take of their bearer's allowance: a snapshot, a search of the log, a walk through all sign-ins. */
const WEIGHTS: Partial<Record<RequestName, number>> = {
  'hall.follow': 8,
  'audit.query': 4,
  'journal.read': 4,
  'snapshot.list': 4,
  'alarm.log': 4,
  'alarm.rankHelp': 4,
  'audit.actors': 4,
  'audit.export': 16,
  'duty.log': 4,
  'user.sessions': 4,
  'diagnostics.list': 2,
  'track.read': 32,
  'media.lookBack': 2,
  'recording.list': 4,
};

/** Of one bearer over all their sockets. A wall's windows come back all at once: 32 of them may follow together. */
const ALLOWANCE = { perSecond: 32, burst: 256 };
/** Bearers that are remembered before those who have their whole allowance are swept out. */
const SWEEP_ABOVE = 4_096;

/** Keeps one bearer, with however many sockets, from holding up the hall with what costs it most. */
export class HeavyRequests {
  readonly #now: () => number;
  readonly #gates = new Map<TokenId, FloodGate>();

  constructor(options: { now: () => number }) {
    this.#now = options.now;
  }

  /** An operator, who bears no token of record, is at the machine already. Errors: tooManyRequests. */
  take(method: RequestName, tokenId: TokenId | null): void {
    const weight = WEIGHTS[method];
    if (weight === undefined || tokenId === null) {
      return;
    }
    const now = this.#now();
    const gate = this.#gates.get(tokenId) ?? this.#open(tokenId, now);
    if (gate.take(now, weight) !== 'pass') {
      throw new AppError('tooManyRequests');
    }
  }

  #open(tokenId: TokenId, now: number): FloodGate {
    if (this.#gates.size >= SWEEP_ABOVE) {
      for (const [held, gate] of this.#gates) {
        if (gate.isFull(now)) {
          this.#gates.delete(held);
        }
      }
    }
    const gate = new FloodGate({ ...ALLOWANCE, now });
    this.#gates.set(tokenId, gate);
    return gate;
  }
}
