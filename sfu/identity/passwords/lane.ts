import { AppError } from '#protocol/errors.ts';

/** Lets a few pieces of work run at a time and a bounded number wait, so that a flood of them costs the hall little. */
export class Lane {
  readonly #width: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: { width: number; maxWaiting: number }) {
    this.#width = options.width;
    this.#maxWaiting = options.maxWaiting;
  }

  /** Errors: tooManyRequests when too many wait already; what the work throws. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #enter(): Promise<void> | void {
    if (this.#running < this.#width) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.#maxWaiting) {
      throw new AppError('tooManyRequests');
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** The place is handed on, so that nobody slips in between. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#running -= 1;
    } else {
      next();
    }
  }
}
