import type { FeedId } from '#protocol/nouns/ids.ts';
import type { FeedMedia } from '#protocol/media/feeds.ts';

/** Which feeds have a claim to a place on the wall: those with a picture, and for a while those that had one. */
export class FeedPresence {
  readonly #keepMs: number;
  /** When the claim ends; Infinity while there is a picture. */
  readonly #until = new Map<FeedId, number>();

  constructor(options: { keepMs: number }) {
    this.#keepMs = options.keepMs;
  }

  /** A feed that stood on the wall when the hall stopped: its unit is given time to come back. */
  expect(feedId: FeedId, now: number): void {
    this.#until.set(feedId, now + this.#keepMs);
  }

  /** Returns whether the feed is new on the wall. */
  update(feed: FeedMedia, now: number): boolean {
    const known = this.#until.get(feed.feedId);
    if (feed.tracks.some((track) => track.kind === 'video')) {
      this.#until.set(feed.feedId, Infinity);
      return known === undefined;
    }
    if (known === Infinity) {
      this.#until.set(feed.feedId, now + this.#keepMs);
    }
    return false;
  }

  /** The feed has no claim from here on. */
  forget(feedId: FeedId): void {
    this.#until.delete(feedId);
  }

  /** In the order of their making (ids are UUIDv7); drops those whose time is over. */
  claimants(now: number): FeedId[] {
    for (const [feedId, until] of this.#until) {
      if (until <= now) {
        this.#until.delete(feedId);
      }
    }
    return [...this.#until.keys()].sort();
  }

  /** When the next claim ends, ms since the epoch; Infinity: none is about to. */
  nextEndAt(): number {
    return Math.min(Infinity, ...this.#until.values());
  }
}
