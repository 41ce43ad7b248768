import type { Random } from '../chaos/random.ts';

/** How bad one direction of a line is. */
export type LaneConditions = {
  /** Share of datagrams that are lost, 0 to 1. */
  readonly lossShare: number;
  /** Datagrams that are lost in a row on average; 1: each by its own chance. */
  readonly burstLength: number;
  readonly delayMs: number;
  /** Up to this much more, by chance; the order is kept. */
  readonly jitterMs: number;
  /** Null: no limit. */
  readonly rateKbit: number | null;
  /** Longest that data waits for its turn; what comes to a fuller queue is dropped. */
  readonly queueMs: number;
};

export const GOOD_LANE: LaneConditions = { lossShare: 0, burstLength: 1, delayMs: 0, jitterMs: 0, rateKbit: null, queueMs: 400 };

/** Below this a lost piece of a TCP stream is not sent again sooner, ms (the least retransmission time of Linux). */
const LEAST_REPEAT_MS = 200;

/** One direction of a line: decides what becomes of each datagram, and when. No timers of its own. */
export class Lane {
  readonly #random: Random;
  #conditions = GOOD_LANE;
  #lossy = false;
  #busyUntil = 0;
  #lastAt = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  set(conditions: LaneConditions): void {
    this.#conditions = conditions;
    this.#lossy = false;
  }

  /** When a datagram that comes now arrives, ms of the caller's clock; null: it is lost. */
  datagram(bytes: number, now: number): number | null {
    const { queueMs } = this.#conditions;
    if (this.#isLost() || this.#busyUntil - now > queueMs) {
      return null;
    }
    this.#lastAt = Math.max(this.#lastAt, this.#carried(bytes, now));
    return this.#lastAt;
  }

  /** When a piece of a stream that comes now arrives: nothing of it is lost, but what would be is sent again later. The caller keeps the order. */
  piece(bytes: number, now: number): number {
    const { delayMs, lossShare } = this.#conditions;
    let repeatedMs = 0;
    // A burst is over before anything is sent again: each try has its own chance.
    for (let waitMs = Math.max(LEAST_REPEAT_MS, 2 * delayMs); this.#random.fraction() < lossShare && repeatedMs < 10_000; waitMs *= 2) {
      repeatedMs += waitMs;
    }
    return this.#carried(bytes, now) + repeatedMs;
  }

  #carried(bytes: number, now: number): number {
    const { rateKbit, delayMs, jitterMs } = this.#conditions;
    const startsAt = Math.max(now, this.#busyUntil);
    this.#busyUntil = rateKbit === null ? now : startsAt + (bytes * 8) / rateKbit;
    return this.#busyUntil + delayMs + this.#random.fraction() * jitterMs;
  }

  /** Two states (Gilbert): in the lossy one all is lost; it lasts `burstLength` datagrams on average. */
  #isLost(): boolean {
    const { lossShare, burstLength } = this.#conditions;
    if (lossShare <= 0) {
      return false;
    }
    if (burstLength <= 1) {
      return this.#random.fraction() < lossShare;
    }
    const leave = 1 / burstLength;
    const enter = (lossShare * leave) / (1 - lossShare);
    this.#lossy = this.#lossy ? this.#random.fraction() >= leave : this.#random.fraction() < enter;
    return this.#lossy;
  }
}
