/** Longer ones count as this, ms. */
const LONGEST_MS = 60_000;

/** How old things were when they came, counted by the millisecond. */
export class Ages {
  readonly #counts = new Uint32Array(LONGEST_MS + 1);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(ageMs: number): void {
    const whole = Math.min(LONGEST_MS, Math.max(0, Math.round(ageMs)));
    this.#counts[whole] = (this.#counts[whole] ?? 0) + 1;
    this.#count += 1;
  }

  /** NaN for none at all. */
  quantileMs(share: number): number {
    let left = share * this.#count;
    for (const [ageMs, count] of this.#counts.entries()) {
      left -= count;
      if (count > 0 && left <= 0) {
        return ageMs;
      }
    }
    return Number.NaN;
  }

  restart(): void {
    this.#counts.fill(0);
    this.#count = 0;
  }
}
