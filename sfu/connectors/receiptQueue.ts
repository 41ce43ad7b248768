import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Receipt } from './notices.ts';
import { OutsideError, type OutsideClient } from './outsideClient.ts';

/** More than these wait for nobody; the oldest are given up. The next start tells again what became of late notices. */
const MOST_WAITING = 1_000;
const AGAIN = { firstMs: 1_000, mostMs: 30_000 };

type Waiting = { readonly noticeId: string; readonly receipt: Receipt };

/** Receipts on their way to one outside system, in order; while it does not take them they wait. */
export class ReceiptQueue {
  readonly #client: Pick<OutsideClient, 'receipt'>;
  readonly #logger: Logger;
  readonly #waiting: Waiting[] = [];
  readonly #closing = new AbortController();
  #turn: Promise<void> | null = null;

  constructor({ client, logger }: { readonly client: Pick<OutsideClient, 'receipt'>; readonly logger: Logger }) {
    this.#client = client;
    this.#logger = logger;
  }

  get size(): number {
    return this.#waiting.length;
  }

  add(noticeId: string, receipt: Receipt): void {
    this.#waiting.push({ noticeId, receipt });
    if (this.#waiting.length > MOST_WAITING) {
      const lost = this.#waiting.shift();
      this.#logger.warn({ noticeId: lost?.noticeId, state: lost?.receipt.state }, 'a receipt is given up: the outside system has not taken any for too long');
    }
    this.#turn ??= this.#sendAll().finally(() => {
      this.#turn = null;
    });
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#turn;
  }

  async #sendAll(): Promise<void> {
    const { signal } = this.#closing;
    let waitMs = AGAIN.firstMs;
    while (!signal.aborted) {
      const next = this.#waiting[0];
      if (next === undefined) {
        return;
      }
      const isDone = await this.#send(next, signal);
      if (isDone) {
        waitMs = AGAIN.firstMs;
        // It may have been given up meanwhile.
        if (this.#waiting[0] === next) {
          this.#waiting.shift();
        }
      } else {
        await pause(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
        waitMs = Math.min(AGAIN.mostMs, 2 * waitMs);
      }
    }
  }

  /** Whether there is nothing more to send of it. */
  async #send({ noticeId, receipt }: Waiting, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#client.receipt(noticeId, receipt, signal);
      return true;
    } catch (error) {
      const status = error instanceof OutsideError ? error.status : null;
      // What it does not want now it will not want later; what it cannot take now it may.
      const isUnwanted = status !== null && status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
      if (isUnwanted) {
        this.#logger.warn({ noticeId, state: receipt.state, status }, 'the outside system refused a receipt');
      }
      return isUnwanted;
    }
  }
}
