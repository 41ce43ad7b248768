import type { HallClock } from './clock.ts';

type Options = {
  readonly clock: Pick<HallClock, 'at'>;
  /** The earliest time at which something is due, hall time; null: nothing is. */
  readonly next: () => number | null;
  /** Does what is due; afterwards `next` is another time. What it rejects is tried again. */
  readonly run: () => Promise<unknown>;
  /** When a failed try is repeated; default: after a second of real time. */
  readonly again?: (retry: () => void) => void;
};

const AGAIN_AFTER_MS = 1_000;

/** One plan on the hall's clock for the earliest of many times, so that a leap of the clock is one step. */
export class EarliestDeadline {
  readonly #options: Options;
  #planned: { readonly dueAt: number; readonly cancel: () => void } | null = null;
  #running = false;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** To be called whenever the times may have changed. */
  look(): void {
    if (this.#running || this.#closed) return;
    const dueAt = this.#options.next();
    if (this.#planned?.dueAt === dueAt) return;
    this.#planned?.cancel();
    this.#planned = dueAt === null ? null : { dueAt, cancel: this.#options.clock.at(dueAt, () => void this.#due()) };
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#planned?.cancel();
    this.#planned = null;
  }

  async #due(): Promise<void> {
    this.#planned = null;
    this.#running = true;
    const failed = await this.#options.run().then(() => false, () => true);
    this.#running = false;
    if (!failed) this.look();
    else (this.#options.again ?? later)(() => this.look());
  }
}

function later(retry: () => void): void {
  setTimeout(retry, AGAIN_AFTER_MS).unref();
}
