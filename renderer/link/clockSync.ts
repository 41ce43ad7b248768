/** Samples kept: about a minute of pings, so that a drifting clock is followed. */
const KEPT = 12;

type Sample = { readonly offsetMs: number; readonly roundTripMs: number };

export type ClockReading = { readonly clockOffsetMs: number; readonly roundTripMs: number };

/** Hall time minus this machine's time, from the quickest of the last answers: it had the least room to be wrong. */
export class ClockSync {
  #samples: Sample[] = [];

  /** `sentAt` and `receivedAt` by this machine's clock, `serverAt` by the hall's, all ms since the epoch. */
  add(sample: { sentAt: number; receivedAt: number; serverAt: number }): ClockReading {
    const roundTripMs = Math.max(0, sample.receivedAt - sample.sentAt);
    const offsetMs = sample.serverAt - (sample.sentAt + roundTripMs / 2);
    this.#samples = [...this.#samples, { offsetMs, roundTripMs }].slice(-KEPT);
    const best = this.#samples.reduce((quickest, next) => (next.roundTripMs <= quickest.roundTripMs ? next : quickest));
    return { clockOffsetMs: best.offsetMs, roundTripMs };
  }

  /** Another hall, or the same after an absence: old answers say nothing about it. */
  reset(): void {
    this.#samples = [];
  }
}
