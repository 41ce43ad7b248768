import { Ages } from './ages.ts';

/** What the consoles of one side got. */
export type Received = { readonly updates: number; readonly bytes: number; readonly p50Ms: number; readonly p99Ms: number };

/** Counts what comes to consoles between two questions. */
export class Receiving {
  readonly #ages = new Ages();
  #bytes = 0;

  /** A fix of this time is decoded now. */
  update(at: number): void {
    this.#ages.add(Date.now() - at);
  }

  payload(bytes: number): void {
    this.#bytes += bytes;
  }

  get updates(): number {
    return this.#ages.count;
  }

  restart(): void {
    this.#ages.restart();
    this.#bytes = 0;
  }

  result(): Received {
    return { updates: this.#ages.count, bytes: this.#bytes, p50Ms: this.#ages.quantileMs(0.5), p99Ms: this.#ages.quantileMs(0.99) };
  }
}
