import type { FeedId } from '#protocol/nouns/ids.ts';

const WINDOW_MS = 60_000;
const CRASHES_ALLOWED = 3;
const QUARANTINE_MS = 60_000;

/**
 * Keeps one source from killing worker after worker. When workers crash more than three times in a minute, the source that
 * started last on the crashed one is refused for a minute. Only crashes count: a SIGKILL or SIGTERM came from
 * outside (an operator, the memory killer, a drill) and no packet is to blame for it.
 */
export class PoisonGuard {
  readonly #lastSource = new WeakMap<object, FeedId>();
  readonly #quarantinedUntil = new Map<FeedId, number>();
  #crashedAt: number[] = [];

  sourceStarted(worker: object, feedId: FeedId): void {
    this.#lastSource.set(worker, feedId);
  }

  /** Returns the feed that is quarantined because of this death, or null. */
  workerDied(worker: object, error: Error, now: number): FeedId | null {
    // mediasoup tells code and signal in the message only.
    if (/signal:SIG(KILL|TERM|INT)\b/.test(error.message)) return null;
    this.#crashedAt = [...this.#crashedAt.filter((at) => now - at < WINDOW_MS), now];
    if (this.#crashedAt.length <= CRASHES_ALLOWED) return null;
    const suspect = this.#lastSource.get(worker) ?? null;
    if (suspect !== null) this.#quarantinedUntil.set(suspect, now + QUARANTINE_MS);
    return suspect;
  }

  /** When the feed may start again, ms since the epoch; null when it may now. */
  quarantinedUntil(feedId: FeedId, now: number): number | null {
    const until = this.#quarantinedUntil.get(feedId);
    if (until === undefined) return null;
    if (until > now) return until;
    this.#quarantinedUntil.delete(feedId);
    return null;
  }
}
