import { AppError } from '#protocol/errors.ts';

const WINDOW_MS = 60_000;
/** Whoever is remembered before those of the past are swept out. */
const SWEEP_ABOVE = 4_096;

/** Lets somebody (an address, an account, or all together) do something only so often a minute; then they have to wait. */
export class AttemptThrottle {
  readonly #now: () => number;
  readonly #perMinute: number;
  readonly #attempts = new Map<string, number[]>();

  constructor(options: { now: () => number; perMinute: number }) {
    this.#now = options.now;
    this.#perMinute = options.perMinute;
  }

  /** Errors: tooManyRequests. */
  check(who: string): void {
    if (this.#recent(networkOf(who)).length >= this.#perMinute) {
      throw new AppError('tooManyRequests');
    }
  }

  note(who: string): void {
    if (this.#attempts.size > SWEEP_ABOVE) {
      this.#sweep();
    }
    const key = networkOf(who);
    this.#attempts.set(key, [...this.#recent(key), this.#now()].slice(-this.#perMinute));
  }

  #recent(key: string): number[] {
    const since = this.#now() - WINDOW_MS;
    return (this.#attempts.get(key) ?? []).filter((at) => at > since);
  }

  #sweep(): void {
    for (const key of this.#attempts.keys()) {
      if (this.#recent(key).length === 0) {
        this.#attempts.delete(key);
      }
    }
  }
}

/** A machine with IPv6 has as many addresses as it likes within its /64; that is what counts. All else is what it is. */
function networkOf(who: string): string {
  const [head, tail] = who.split('::');
  if (head === undefined || !who.includes(':')) {
    return who;
  }
  const groups = head.split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter((group) => group !== '').length;
  return [...groups, ...Array.from({ length: missing }, () => '0')].slice(0, 4).join(':');
}
