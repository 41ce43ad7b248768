import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { HallLog } from '../../ports/log.ts';

/** A log that takes nothing although it says it could is asked again after this, ms of real time. */
const AGAIN_AFTER_MS = 1_000;

/** Work on the log that nobody waits for: done now, or as soon as the log can be written. */
export class WhenWritable {
  readonly #log: Pick<HallLog, 'status' | 'onStatus'>;
  readonly #logger: Logger;
  readonly #waiting = new Set<() => Promise<unknown>>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopListening: () => void;
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({ log, logger }: { readonly log: Pick<HallLog, 'status' | 'onStatus'>; readonly logger: Logger }) {
    this.#log = log;
    this.#logger = logger;
    this.#stopListening = log.onStatus(({ writable }) => {
      if (writable) {
        this.#doWaiting();
      }
    });
  }

  /** The work must be fit to be begun again: an attempt that failed may have become durable after all. */
  do(work: () => Promise<unknown>): void {
    if (this.#closed) {
      return;
    }
    const attempt: Promise<void> = work()
      .then(() => undefined, (error: unknown) => this.#failed(work, error))
      .finally(() => this.#underWay.delete(attempt));
    this.#underWay.add(attempt);
  }

  /** Idempotent. Resolves when what is under way is done; what waits is found again in the state by the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#again);
    this.#stopListening();
    await Promise.all(this.#underWay);
  }

  #failed(work: () => Promise<unknown>, error: unknown): void {
    const code = error instanceof AppError ? error.code : null;
    if (code === 'logUnavailable') {
      this.#waiting.add(work);
      if (this.#log.status.writable && !this.#closed) {
        clearTimeout(this.#again);
        this.#again = setTimeout(() => this.#doWaiting(), AGAIN_AFTER_MS).unref();
      }
    } else if (code !== 'closing') {
      this.#logger.error({ err: error }, 'the hall could not do what was due');
    }
  }

  #doWaiting(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const work of waiting) {
      this.do(work);
    }
  }
}
