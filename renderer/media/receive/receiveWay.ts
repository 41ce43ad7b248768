import type { HallLink } from '../../link/hallLink.ts';
import type { MediaDevice } from '../transport/mediaDevice.ts';
import { closeTransport, openTransport, type OpenedTransport } from '../transport/openTransport.ts';

const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 5_000;

/** The window's receive transport: made when first needed, made anew when it was lost. */
export class ReceiveWay {
  /** Transports made since the window opened. */
  made = 0;
  madeAt = Number.NEGATIVE_INFINITY;
  #opened: OpenedTransport | null = null;
  #opening: string | null = null;
  #failures = 0;
  #retryAt = 0;
  #closed = false;
  readonly #link: HallLink;
  readonly #device: MediaDevice;
  readonly #onReady: () => void;
  readonly #onFailed: () => void;

  /** `onReady`: there is one to use, or an attempt failed and `problem` says so. `onFailed`: the open one broke. */
  constructor(options: { link: HallLink; device: MediaDevice; onReady: () => void; onFailed: () => void }) {
    this.#link = options.link;
    this.#device = options.device;
    this.#onReady = options.onReady;
    this.#onFailed = options.onFailed;
  }

  get opened(): OpenedTransport | null {
    return this.#opened;
  }

  /** Whether the last attempt failed. */
  get problem(): boolean {
    return this.#failures > 0;
  }

  /** Opens one unless it is there, on its way, or not due yet. Returns when the next attempt is due; null: none has to be. */
  ensure(now: number): number | null {
    const sessionId = this.#sessionId();
    if (this.#closed || this.#opened || sessionId === null || this.#opening === sessionId) {
      return null;
    }
    if (now < this.#retryAt) {
      return this.#retryAt;
    }
    void this.#open(sessionId);
    return null;
  }

  /** Gives the present one up; the next `ensure` makes another. */
  lose(options: { tellHall: boolean }): void {
    const opened = this.#opened;
    this.#opened = null;
    if (opened) {
      closeTransport(this.#link, opened, options);
    }
  }

  /** Makes no more transports. Idempotent. */
  close(): void {
    this.#closed = true;
    this.lose({ tellHall: true });
  }

  /** A new session, or news that the hall can serve again: no need to wait any longer. */
  forgive(): void {
    this.#failures = 0;
    this.#retryAt = 0;
  }

  async #open(sessionId: string): Promise<void> {
    this.#opening = sessionId;
    try {
      const device = await this.#device.load();
      const opened: OpenedTransport = await openTransport({
        link: this.#link,
        device,
        direction: 'receive',
        onFailed: () => {
          if (this.#opened === opened) {
            this.#onFailed();
          }
        },
      });
      if (this.#closed || this.#opening !== sessionId || sessionId !== this.#sessionId()) {
        closeTransport(this.#link, opened, { tellHall: sessionId === this.#sessionId() });
        return;
      }
      this.#opened = opened;
      this.made += 1;
      this.madeAt = Date.now();
      this.forgive();
    } catch {
      if (this.#opening === sessionId) {
        this.#retryAt = Date.now() + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
        this.#failures += 1;
      }
    } finally {
      if (this.#opening === sessionId) {
        this.#opening = null;
      }
    }
    this.#onReady();
  }

  #sessionId(): string | null {
    return this.#link.state.getState().session?.sessionId ?? null;
  }
}
