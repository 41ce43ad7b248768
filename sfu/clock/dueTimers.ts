/** One thing that is to run at a time. */
type DueTimer = { readonly dueAt: number; readonly order: number; readonly run: () => void };

/** Timers by their due time, and for one time by the order in which they were set. */
export class DueTimers {
  readonly #timers: DueTimer[] = [];
  #order = 0;

  /** When the first is due, ms since the epoch; Infinity: there is none. */
  get firstAt(): number {
    return this.#timers[0]?.dueAt ?? Infinity;
  }

  /** Returns its own undoing. */
  add(dueAt: number, run: () => void): () => void {
    this.#order += 1;
    const timer: DueTimer = { dueAt, order: this.#order, run };
    this.#timers.splice(this.#placeOf(timer), 0, timer);
    return () => {
      const index = this.#placeOf(timer);
      if (this.#timers[index] === timer) {
        this.#timers.splice(index, 1);
      }
    };
  }

  /** Takes the first one out if it is due by then. */
  takeDueBy(at: number): DueTimer | undefined {
    return this.firstAt <= at ? this.#timers.shift() : undefined;
  }

  clear(): void {
    this.#timers.length = 0;
  }

  /** Where it stands, or would stand. */
  #placeOf({ dueAt, order }: DueTimer): number {
    let from = 0;
    let to = this.#timers.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const other = this.#timers[middle]!;
      if (other.dueAt < dueAt || (other.dueAt === dueAt && other.order < order)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
