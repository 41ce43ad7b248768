import type { FeedId } from '#protocol/nouns/ids.ts';
import type { TrackKind } from '#protocol/media/feeds.ts';
import type { Feeds, Viewer } from '../ports/feeds.ts';

/** By session, or by viewing of a player that has none. */
type Audience = Record<TrackKind, Map<string, { times: number; readonly viewer: Viewer | null }>>;

/** Who receives which feed now. Counts sessions, not consumers; a paused consumer receives nothing and does not count. */
export class Viewers {
  readonly #feeds: Feeds;
  readonly #audiences = new Map<FeedId, Audience>();
  readonly #changed = new Set<FeedId>();

  constructor(feeds: Feeds) {
    this.#feeds = feeds;
  }

  /** `viewer`: null for one that has no session. */
  enter(feedId: FeedId, kind: TrackKind, viewerId: string, viewer: Viewer | null): void {
    const audience = this.#audiences.get(feedId) ?? { video: new Map(), audio: new Map() };
    this.#audiences.set(feedId, audience);
    const before = audience[kind].get(viewerId)?.times ?? 0;
    audience[kind].set(viewerId, { times: before + 1, viewer });
    if (before === 0) this.#announce(feedId);
  }

  leave(feedId: FeedId, kind: TrackKind, viewerId: string): void {
    const audience = this.#audiences.get(feedId);
    const before = audience?.[kind].get(viewerId);
    if (audience === undefined || before === undefined) return;
    if (before.times > 1) {
      audience[kind].set(viewerId, { ...before, times: before.times - 1 });
      return;
    }
    audience[kind].delete(viewerId);
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
        seenBy: viewersOf(audience?.video),
        heardBy: viewersOf(audience?.audio),
      });
    });
  }
}

function viewersOf(entries: Audience[TrackKind] | undefined): Viewer[] {
  return [...(entries?.values() ?? [])].flatMap(({ viewer }) => viewer ?? []);
}
