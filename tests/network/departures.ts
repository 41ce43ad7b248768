/** What is on its way, let go in the order in which it was put in, each not before its time. */
export class Departures {
  readonly #waiting: { readonly at: number; readonly run: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `at`: ms of `performance.now`. */
  add(at: number, run: () => void): void {
    this.#waiting.push({ at, run });
    if (this.#waiting.length === 1) {
      this.#wait();
    }
  }

  /** Idempotent; what waits is dropped. */
  close(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #wait(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const leftMs = next.at - performance.now();
      if (leftMs >= 1) {
        this.#timer = setTimeout(() => this.#wait(), leftMs);
        return;
      }
      next.run();
      this.#waiting.shift();
    }
  }
}
