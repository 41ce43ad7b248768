import type { SipResponse } from './sipMessage.ts';

/** RFC 3261 17.1: the round trip that is guessed, the longest wait between two sendings, and when a request has failed, ms. */
const T1_MS = 500;
const T2_MS = 4_000;
const FAILED_AFTER_MS = 64 * T1_MS;
/** Of an INVITE that rings: a device that says 100 and nothing after has hung. */
const RINGS_AT_MOST_MS = 30_000;

type Options = {
  readonly invite: boolean;
  /** Over TCP nothing is sent twice. */
  readonly reliable: boolean;
  readonly send: () => void;
  /** To an INVITE that was refused. */
  readonly acknowledge: (response: SipResponse) => void;
  /** An INVITE was taken once more, or after all; it has to be acknowledged. */
  readonly onTakenAgain: (response: SipResponse) => void;
  /** `null`: nobody answered. Called once. */
  readonly onFinal: (response: SipResponse | null) => void;
};

/** Sends a request until it is answered. */
export class ClientTransaction {
  readonly #options: Options;
  #resend: NodeJS.Timeout | null = null;
  #limit: NodeJS.Timeout;
  #final: SipResponse | null = null;
  #done = false;

  constructor(options: Options) {
    this.#options = options;
    this.#limit = setTimeout(() => this.#end(null), FAILED_AFTER_MS);
    options.send();
    if (!options.reliable) this.#again(T1_MS);
  }

  response(response: SipResponse): void {
    const { invite, acknowledge } = this.#options;
    if (response.status < 200) {
      if (this.#done || !invite) return;
      this.#stopSending();
      clearTimeout(this.#limit);
      this.#limit = setTimeout(() => this.#end(null), RINGS_AT_MOST_MS);
      return;
    }
    if (invite && response.status >= 300 && (this.#final === null || this.#final.status >= 300)) acknowledge(response);
    if (invite && response.status < 300 && this.#done) this.#options.onTakenAgain(response);
    this.#final ??= response;
    this.#end(this.#final);
  }

  /** Nobody waits for its answer any more. Idempotent. */
  cancel(): void {
    this.#end(null);
  }

  #again(afterMs: number): void {
    this.#resend = setTimeout(() => {
      this.#options.send();
      this.#again(this.#options.invite ? afterMs * 2 : Math.min(afterMs * 2, T2_MS));
    }, afterMs);
  }

  #stopSending(): void {
    if (this.#resend !== null) clearTimeout(this.#resend);
    this.#resend = null;
  }

  #end(response: SipResponse | null): void {
    if (this.#done) return;
    this.#done = true;
    this.#stopSending();
    clearTimeout(this.#limit);
    this.#options.onFinal(response);
  }
}
