import type { FeedId, SessionId } from '#protocol/nouns/ids.ts';
import type { TrackKind } from '#protocol/media/feeds.ts';
import type { Feeds } from '../ports/feeds.ts';

type Audience = Record<TrackKind, Map<SessionId, number>>;

/** Who receives which feed now. Counts sessions, not consumers; a paused consumer receives nothing and does not count. */
export class Viewers {
  readonly #feeds: Feeds;
  readonly #audiences = new Map<FeedId, Audience>();
  readonly #changed = new Set<FeedId>();

  constructor(feeds: Feeds) {
    this.#feeds = feeds;
  }

  enter(feedId: FeedId, kind: TrackKind, sessionId: SessionId): void {
    const audience = this.#audiences.get(feedId) ?? { video: new Map(), audio: new Map() };
    this.#audiences.set(feedId, audience);
    const before = audience[kind].get(sessionId) ?? 0;
    audience[kind].set(sessionId, before + 1);
    if (before === 0) this.#announce(feedId);
  }

  leave(feedId: FeedId, kind: TrackKind, sessionId: SessionId): void {
    const audience = this.#audiences.get(feedId);
    const before = audience?.[kind].get(sessionId);
    if (audience === undefined || before === undefined) return;
    if (before > 1) {
      audience[kind].set(sessionId, before - 1);
      return;
    }
    audience[kind].delete(sessionId);
    if (audience.video.size + audience.audio.size === 0) this.#audiences.delete(feedId);
    this.#announce(feedId);
  }

  /** Once for all changes of one turn: a viewer that moves to a new consumer is not told as gone and come. */
  #announce(feedId: FeedId): void {
    if (this.#changed.has(feedId)) return;
    this.#changed.add(feedId);
    queueMicrotask(() => {
      this.#changed.delete(feedId);
      const audience = this.#audiences.get(feedId);
      this.#feeds.setViewers(feedId, {
        videoViewers: audience?.video.size ?? 0,
        audioListeners: audience?.audio.size ?? 0,
      });
    });
  }
}
