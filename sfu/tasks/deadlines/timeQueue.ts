type Timed<Id> = { readonly at: number; readonly id: Id };

/** Things by their times, each with one; a binary heap in which times that were changed are passed over when they come up. */
export class TimeQueue<Id> {
  readonly #heap: Timed<Id>[] = [];
  readonly #times = new Map<Id, number>();

  /** The first time, ms since the epoch; null: there is none. */
  get firstAt(): number | null {
    return this.#first()?.at ?? null;
  }

  /** Null takes it out. */
  set(id: Id, at: number | null): void {
    if (this.#times.get(id) === (at ?? undefined)) return;
    if (at === null) {
      this.#times.delete(id);
      return;
    }
    this.#times.set(id, at);
    this.#raise({ id, at });
  }

  /** Takes out all whose time has come, the first ones first. */
  takeDueBy(at: number): Id[] {
    const due: Id[] = [];
    for (let first = this.#first(); first !== undefined && first.at <= at; first = this.#first()) {
      this.#times.delete(first.id);
      due.push(first.id);
    }
    return due;
  }

  #first(): Timed<Id> | undefined {
    let first = this.#heap[0];
    while (first !== undefined && this.#times.get(first.id) !== first.at) {
      this.#drop();
      first = this.#heap[0];
    }
    return first;
  }

  #raise(timed: Timed<Id>): void {
    let place = this.#heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.#heap[parent]!;
      if (above.at <= timed.at) break;
      this.#heap[place] = above;
      place = parent;
    }
    this.#heap[place] = timed;
  }

  #drop(): void {
    const last = this.#heap.pop()!;
    const { length } = this.#heap;
    if (length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= length) break;
      if (child + 1 < length && this.#heap[child + 1]!.at < this.#heap[child]!.at) child += 1;
      if (this.#heap[child]!.at >= last.at) break;
      this.#heap[place] = this.#heap[child]!;
      place = child;
    }
    this.#heap[place] = last;
  }
}
