import { AppError } from '#protocol/errors.ts';

const WINDOW_MS = 60_000;
const SWEEP_ABOVE = 2_048;

/** So many a minute for each (a bearer, an address); each costs the hall a transport, or a look at a token. */
export class PostGate {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #taken = new Map<string, number[]>();

  constructor(options: { readonly perMinute: number; readonly now: () => number }) {
    this.#perMinute = options.perMinute;
    this.#now = options.now;
  }

  /** Errors: tooManyRequests. */
  check(who: string): void {
    if (this.#recent(who).length >= this.#perMinute) throw new AppError('tooManyRequests');
  }

  note(who: string): void {
    if (this.#taken.size > SWEEP_ABOVE) {
      for (const known of this.#taken.keys()) if (this.#recent(known).length === 0) this.#taken.delete(known);
    }
    this.#taken.set(who, [...this.#recent(who), this.#now()]);
  }

  #recent(who: string): number[] {
    const since = this.#now() - WINDOW_MS;
    return (this.#taken.get(who) ?? []).filter((at) => at > since);
  }
}
