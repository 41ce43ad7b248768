import { AppError } from '#protocol/errors.ts';

const MINUTE_MS = 60_000;
/** Whoever is remembered before those of the past are swept out. */
const SWEEP_ABOVE = 2_048;

/** So many calls a minute of each caller; the whole minute is counted at once. */
export class CallGate {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #counts = new Map<string, { readonly from: number; calls: number }>();

  constructor({ perMinute, now }: { readonly perMinute: number; readonly now: () => number }) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Errors: tooManyRequests. */
  check(caller: string): void {
    if ((this.#current(caller)?.calls ?? 0) >= this.#perMinute) {
      throw new AppError('tooManyRequests');
    }
  }

  note(caller: string): void {
    const counted = this.#current(caller);
    if (counted !== undefined) {
      counted.calls += 1;
      return;
    }
    if (this.#counts.size > SWEEP_ABOVE) {
      for (const other of this.#counts.keys()) if (this.#current(other) === undefined) this.#counts.delete(other);
    }
    this.#counts.set(caller, { from: this.#now(), calls: 1 });
  }

  #current(caller: string): { readonly from: number; calls: number } | undefined {
    const counted = this.#counts.get(caller);
    return counted !== undefined && counted.from > this.#now() - MINUTE_MS ? counted : undefined;
  }
}
