/** Samples kept: about a minute of pings, so that a drifting clock is followed. */
const KEPT = 12;

/** At this machine's `localAt` the hall's clock showed `hallAt`; the longer the way there and back, the less it is worth. */
type Sample = { readonly localAt: number; readonly hallAt: number; readonly roundTripMs: number };

export type ClockReading = {
  /** Hall time minus this machine's time at the reading, ms. */
  readonly clockOffsetMs: number;
  readonly roundTripMs: number;
  /** Hall ms in one ms of this machine; not 1 in an exercise alone. */
  readonly clockRate: number;
};

/** Hall time from this machine's, by the quickest of the last answers: it had the least room to be wrong. */
export class ClockSync {
  #samples: readonly Sample[] = [];
  #rate = 1;
  #roundTripMs = 0;

  /** `sentAt` and `receivedAt` by this machine's clock, `serverAt` by the hall's, all ms since the epoch. */
  add({ sentAt, receivedAt, serverAt, rate }: { sentAt: number; receivedAt: number; serverAt: number; rate: number }): ClockReading {
    this.#roundTripMs = Math.max(0, receivedAt - sentAt);
    const sample = { localAt: sentAt + this.#roundTripMs / 2, hallAt: serverAt, roundTripMs: this.#roundTripMs };
    // What was measured at another rate says nothing about this one.
    this.#samples = [...(rate === this.#rate ? this.#samples : []), sample].slice(-KEPT);
    this.#rate = rate;
    return this.#readingAt(receivedAt);
  }

  /** The hall said that its clock was set on, or runs otherwise. It took about as long as answers do; the next answer knows better. */
  changed({ receivedAt, serverAt, rate }: { receivedAt: number; serverAt: number; rate: number }): ClockReading {
    this.#samples = [{ localAt: receivedAt - this.#roundTripMs / 2, hallAt: serverAt, roundTripMs: Infinity }];
    this.#rate = rate;
    return this.#readingAt(receivedAt);
  }

  /** Hall time at this machine's time; the same while nothing is known, ms since the epoch. */
  hallTimeAt(localAt: number): number {
    const [first, ...others] = this.#samples;
    if (first === undefined) {
      return localAt;
    }
    const best = others.reduce((quickest, next) => (next.roundTripMs <= quickest.roundTripMs ? next : quickest), first);
    return best.hallAt + (localAt - best.localAt) * this.#rate;
  }

  /** Another hall, or the same after an absence: old answers say nothing about it. */
  reset(): void {
    this.#samples = [];
    this.#rate = 1;
  }

  #readingAt(localAt: number): ClockReading {
    return { clockOffsetMs: this.hallTimeAt(localAt) - localAt, roundTripMs: this.#roundTripMs, clockRate: this.#rate };
  }
}
