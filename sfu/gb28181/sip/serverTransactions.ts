/** How long a request may come again and is answered as before, ms. */
const REMEMBERED_MS = 32_000;
const MAX_REMEMBERED = 8_192;

type Known = { readonly at: number; answer: Buffer | null };

/** What was asked lately and what was answered: a request that is sent again is answered, not done again. */
export class ServerTransactions {
  readonly #known = new Map<string, Known>();
  readonly #now: () => number;

  /** `now`: real time, ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** `new`: do it. Otherwise the answer that goes out again; null while there is none. */
  begin(key: string): 'new' | Buffer | null {
    const known = this.#known.get(key);
    if (known !== undefined && this.#now() - known.at < REMEMBERED_MS) return known.answer;
    this.#sweep();
    this.#known.delete(key);
    this.#known.set(key, { at: this.#now(), answer: null });
    return 'new';
  }

  answered(key: string, answer: Buffer): void {
    const known = this.#known.get(key);
    if (known !== undefined) known.answer = answer;
  }

  get size(): number {
    return this.#known.size;
  }

  /** The oldest are first. */
  #sweep(): void {
    const before = this.#now() - REMEMBERED_MS;
    for (const [key, { at }] of this.#known) {
      if (at > before && this.#known.size < MAX_REMEMBERED) return;
      this.#known.delete(key);
    }
  }
}
