import type { SourceStatus } from '#protocol/media/sources.ts';
import type { SourceReading } from '../ports/sources.ts';
import type { Leave } from '../ports/units.ts';
import { backOff } from './backOff.ts';
import type { Carried } from './carryStream.ts';
import { StreamFault } from './streamFault.ts';

/** Live for so long, a source has earned a quick return. */
const PROVEN_MS = 30_000;

export type Attempt = { readonly signal: AbortSignal; /** The other side is there. */ readonly onArrived: () => void; readonly onLive: (carried: Carried) => void };

export type SupervisorOptions = {
  /** The other side has to come. */
  readonly pushed: boolean;
  /** One try, from the knock at the door to the last packet. Always throws. */
  readonly attempt: (attempt: Attempt) => Promise<never>;
  readonly tell: (reading: SourceReading) => void;
  /** The unit is here until undone. */
  readonly attend: () => Leave | undefined;
  readonly onRestart: () => void;
  readonly onUnexpected: (error: unknown) => void;
  /** As people read it, ms since the epoch. */
  readonly now: () => number;
  readonly random?: () => number;
};

type Present = { readonly state: SourceStatus['state']; readonly nextAttemptAt: number | null; readonly carried: Carried | null; readonly fault?: StreamFault };

/** Keeps one source going for as long as it is enabled. */
export class SourceSupervisor {
  readonly #options: SupervisorOptions;
  readonly #ending = new AbortController();
  readonly #ended: Promise<void>;
  /** In a row, without a proof in between; what the next wait is made of. */
  #failures = 0;
  /** As people are told. */
  #attempts = 0;
  #tried = false;
  #state: SourceStatus['state'] = 'off';
  #leave: Leave | undefined;
  #wake: (() => void) | null = null;

  private constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#ended = this.#keepGoing();
  }

  static start(options: SupervisorOptions): SourceSupervisor {
    return new SourceSupervisor(options);
  }

  get state(): SourceStatus['state'] {
    return this.#state;
  }

  /** Does not wait any longer for the next attempt. */
  retry(): void {
    this.#failures = 0;
    this.#wake?.();
  }

  /** Idempotent. Resolves when nothing of it runs any more. Tells nobody. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#wake?.();
    await this.#ended;
  }

  async #keepGoing(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const fault = await this.#attemptOnce();
      this.#leave?.(fault.silentForMs);
      this.#leave = undefined;
      if (signal.aborted) return;
      // Whoever sends the stream comes back when it likes: the door is open again at once.
      if (this.#options.pushed && (fault.fault === 'ended' || fault.fault === 'silent')) {
        this.#set({ state: 'waiting', nextAttemptAt: null, carried: null, fault });
        continue;
      }
      this.#failures += 1;
      const delayMs = backOff(this.#failures, (this.#options.random ?? Math.random)());
      this.#set({ state: 'retrying', nextAttemptAt: this.#options.now() + delayMs, carried: null, fault });
      await this.#wait(delayMs);
    }
  }

  /** Why it ended. */
  async #attemptOnce(): Promise<StreamFault> {
    const { pushed, attempt, attend, onRestart, onUnexpected } = this.#options;
    if (this.#tried) onRestart();
    this.#tried = true;
    this.#attempts += 1;
    this.#set({ state: pushed ? 'waiting' : 'connecting', nextAttemptAt: null, carried: null });
    let proof: NodeJS.Timeout | undefined;
    try {
      return await attempt({
        signal: this.#ending.signal,
        onArrived: () => {
          if (pushed) this.#set({ state: 'connecting', nextAttemptAt: null, carried: null });
        },
        onLive: (carried) => {
          this.#attempts = 0;
          proof = setTimeout(() => (this.#failures = 0), PROVEN_MS);
          this.#leave = attend();
          this.#set({ state: 'live', nextAttemptAt: null, carried });
        },
      });
    } catch (error) {
      if (error instanceof StreamFault) return error;
      if (!this.#ending.signal.aborted) onUnexpected(error);
      return new StreamFault('failed', error instanceof Error ? error.message : '');
    } finally {
      clearTimeout(proof);
    }
  }

  #set({ state, nextAttemptAt, carried, fault }: Present): void {
    if (this.#ending.signal.aborted) return;
    this.#state = state;
    this.#options.tell({
      state,
      attempts: this.#attempts,
      nextAttemptAt,
      media: carried?.media ?? null,
      feedId: carried?.feedId ?? null,
      ...(fault === undefined ? {} : { fault: { fault: fault.fault, detail: fault.message } }),
    });
  }

  async #wait(delayMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, delayMs);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
    this.#wake = null;
  }
}
