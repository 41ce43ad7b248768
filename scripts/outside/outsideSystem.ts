import { randomUUID } from 'node:crypto';

/** A notice as it was pushed: it is served as it is, also when it is none. */
export type PushedNotice = Readonly<Record<string, unknown>>;
export type TakenReceipt = { readonly noticeId: string; readonly receipt: unknown };

/** How long a hall may be let wait at most, ms. */
const MOST_WAIT_MS = 30_000;
/** Served in one answer at most. */
const PAGE = 200;

/** One simulated system: notices in the order they were pushed, and what was told back. */
export class OutsideSystem {
  readonly receipts: TakenReceipt[] = [];
  isDown = false;
  readonly #notices: PushedNotice[] = [];
  readonly #waiting = new Set<() => void>();

  /** Answers the notice's id. */
  push(notice: PushedNotice): unknown {
    const whole = { id: randomUUID(), at: Date.now(), ...notice };
    this.#notices.push(whole);
    this.#wake();
    return whole.id;
  }

  setDown(isDown: boolean): void {
    this.isDown = isDown;
    this.#wake();
  }

  /** Notices after the cursor; waits for the first one. A cursor that is not known is the beginning. */
  async after(cursor: string | null, waitMs: number): Promise<{ readonly notices: readonly PushedNotice[]; readonly next: string }> {
    const from = /^\d{1,9}$/.test(cursor ?? '') ? Math.min(Number(cursor), this.#notices.length) : 0;
    if (from === this.#notices.length && waitMs > 0 && !this.isDown) {
      await this.#news(Math.min(waitMs, MOST_WAIT_MS));
    }
    const notices = this.#notices.slice(from, from + PAGE);
    return { notices, next: String(from + notices.length) };
  }

  /** Nobody waits any more. */
  close(): void {
    this.#wake();
  }

  #news(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of this.#waiting) {
      done();
    }
  }
}
