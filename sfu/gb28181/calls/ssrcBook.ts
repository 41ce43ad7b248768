const COUNT = 10_000;

/** SSRCs as the standard makes them: whether it is recorded, the middle of the domain, and a number that is free. */
export class SsrcBook {
  readonly #taken = new Set<number>();
  readonly #domain: string;
  #next = 1;

  constructor(realm: string) {
    this.#domain = realm.slice(3, 8);
  }

  /** Undefined: all are taken. */
  take({ recorded }: { readonly recorded: boolean }): { readonly text: string; readonly value: number; release(): void } | undefined {
    if (this.#taken.size >= COUNT - 1) return undefined;
    while (this.#taken.has(this.#next)) this.#next = this.#next % (COUNT - 1) + 1;
    const number = this.#next;
    this.#taken.add(number);
    this.#next = number % (COUNT - 1) + 1;
    const text = `${recorded ? 1 : 0}${this.#domain}${String(number).padStart(4, '0')}`;
    return { text, value: Number(text), release: () => void this.#taken.delete(number) };
  }
}
