import type { Entry, LogPosition } from '#protocol/nouns/log.ts';

/** The last entries, for those who were away for a moment. */
export class RecentEntries {
  readonly #size: number;
  #entries: Entry[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  push(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#entries.push(entry);
    }
    // Cut seldom: twice the memory for no copying at each entry.
    if (this.#entries.length > 2 * this.#size) {
      this.#entries = this.#entries.slice(-this.#size);
    }
  }

  /** Null when they are not here, or when the place is not of this history. */
  since({ sequence, hash }: LogPosition): readonly Entry[] | null {
    const first = this.#entries[0];
    if (first === undefined || sequence < first.sequence - 1) {
      return null;
    }
    const next = sequence + 1 - first.sequence;
    const known = next === 0 ? first.previousHash : this.#entries[next - 1]?.hash;
    return known === hash && this.#entries.length - next <= this.#size ? this.#entries.slice(next) : null;
  }
}
