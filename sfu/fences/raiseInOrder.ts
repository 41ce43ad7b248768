import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { Alarms, Happening } from '../ports/alarms.ts';

/** More than these wait for no log: the oldest are given up, and said so. */
const MOST_WAITING = 1_000;
const AGAIN_AFTER_MS = 1_000;

/** Alarms on their way, in order; while they cannot be recorded they wait. */
export class RaiseInOrder {
  readonly #alarms: Alarms;
  readonly #logger: Logger;
  readonly #waiting: Happening[] = [];
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> | null = null;
  #closed = false;

  constructor({ alarms, logger }: { readonly alarms: Alarms; readonly logger: Logger }) {
    this.#alarms = alarms;
    this.#logger = logger;
  }

  add(happening: Happening): void {
    this.#waiting.push(happening);
    if (this.#waiting.length > MOST_WAITING) {
      const lost = this.#waiting.shift();
      this.#logger.error({ fenceId: lost?.fenceId, unitId: lost?.unitId, occurredAt: lost?.occurredAt }, 'a fence alarm is given up: the log has been away for too long');
    }
    this.#start();
  }

  /** Idempotent. Resolves when the one under way is done. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#turn;
  }

  #start(): void {
    if (this.#turn === null && this.#timer === undefined && !this.#closed) {
      this.#turn = this.#raiseAll().finally(() => {
        this.#turn = null;
      });
    }
  }

  async #raiseAll(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined && !this.#closed; next = this.#waiting[0]) {
      try {
        await this.#alarms.raise(next);
      } catch (error) {
        if (error instanceof AppError && error.code === 'logUnavailable') {
          this.#again();
          return;
        }
        this.#logger.error({ err: error, fenceId: next.fenceId, unitId: next.unitId }, 'a fence alarm was refused');
      }
      // Others may have been given up meanwhile.
      if (this.#waiting[0] === next) {
        this.#waiting.shift();
      }
    }
  }

  #again(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, AGAIN_AFTER_MS).unref();
  }
}
