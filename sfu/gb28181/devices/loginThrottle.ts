const WINDOW_MS = 60_000;
const FAILURES = 10;
const MAX_ADDRESSES = 4_096;

/** An address that gave wrong passwords too often waits. */
export class LoginThrottle {
  readonly #failures = new Map<string, number[]>();
  readonly #now: () => number;

  /** `now`: real time, ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  blocked(address: string): boolean {
    return this.#recent(address).length >= FAILURES;
  }

  failed(address: string): void {
    const recent = [...this.#recent(address), this.#now()].slice(-FAILURES);
    this.#failures.delete(address);
    if (this.#failures.size >= MAX_ADDRESSES) for (const oldest of [...this.#failures.keys()].slice(0, 1)) this.#failures.delete(oldest);
    this.#failures.set(address, recent);
  }

  #recent(address: string): number[] {
    return (this.#failures.get(address) ?? []).filter((at) => at > this.#now() - WINDOW_MS);
  }
}
