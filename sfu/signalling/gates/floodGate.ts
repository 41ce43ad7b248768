/** Lets a socket send so much at once and so much a second; what goes on beyond that is a flood. */
export class FloodGate {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #refused = 0;
  #filledAt: number;

  constructor(options: { perSecond: number; burst: number; now: number }) {
    this.#perSecond = options.perSecond;
    this.#burst = options.burst;
    this.#tokens = options.burst;
    this.#filledAt = options.now;
  }

  /** `refuse`: this is not served. `close`: the client has gone on for a quarter of a burst after it was refused. */
  take(now: number, cost = 1): 'pass' | 'refuse' | 'close' {
    this.#fill(now);
    if (this.#tokens >= cost) {
      this.#tokens -= cost;
      if (this.#tokens > this.#burst / 2) {
        this.#refused = 0;
      }
      return 'pass';
    }
    this.#refused += 1;
    return this.#refused > this.#burst / 4 ? 'close' : 'refuse';
  }

  /** Whether nothing was taken lately. */
  isFull(now: number): boolean {
    this.#fill(now);
    return this.#tokens >= this.#burst;
  }

  #fill(now: number): void {
    const elapsedMs = Math.max(0, now - this.#filledAt);
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsedMs * this.#perSecond) / 1_000);
    this.#filledAt = now;
  }
}
