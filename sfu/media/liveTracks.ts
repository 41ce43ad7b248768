import type { types } from 'mediasoup';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { FeedTrack, TrackKind } from '#protocol/media/feeds.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

/** The media behind one kind of one feed, while it lasts. */
export type LiveTrack = {
  readonly feedId: FeedId;
  readonly kind: TrackKind;
  readonly shape: FeedTrack;
  readonly producer: types.Producer;
  readonly worker: MediaWorker;
  /** False while the source is silent: then nobody is told of the track. */
  live: boolean;
};

/**
 * Which producer stands behind which feed now. Tells the hall's list of feeds, once for all changes of one turn.
 * The generation of a feed rises when a kind comes that this generation already had: so the sound that follows
 * its picture does not make every viewer fetch the picture again.
 */
export class LiveTracks {
  readonly #feeds: Feeds;
  readonly #onRestored: (outageMs: number) => void;
  readonly #tracks = new Map<FeedId, Map<TrackKind, LiveTrack>>();
  readonly #kindsOfGeneration = new Map<FeedId, Set<TrackKind>>();
  readonly #lostToDeathAt = new Map<string, number>();
  readonly #changed = new Map<FeedId, { replaced: boolean }>();

  constructor(options: { feeds: Feeds; onRestored: (outageMs: number) => void }) {
    this.#feeds = options.feeds;
    this.#onRestored = options.onRestored;
  }

  /** Puts the track behind its feed; a former one of the same kind is closed. It leaves by itself when its producer closes. */
  publish(track: LiveTrack): void {
    const { feedId, kind, producer } = track;
    const former = this.#tracks.get(feedId)?.get(kind);
    const kinds = this.#kindsOfGeneration.get(feedId);
    const replaced = kinds?.has(kind) ?? false;
    if (replaced || kinds === undefined) this.#kindsOfGeneration.set(feedId, new Set([kind]));
    else kinds.add(kind);
    const ofFeed = this.#tracks.get(feedId) ?? new Map<TrackKind, LiveTrack>();
    this.#tracks.set(feedId, ofFeed.set(kind, track));
    producer.observer.once('close', () => this.#withdraw(track));
    former?.producer.close();
    this.#markRestored(track);
    this.#announce(feedId, replaced);
  }

  setLive(track: LiveTrack, live: boolean): void {
    if (track.live === live) return;
    track.live = live;
    if (this.#tracks.get(track.feedId)?.get(track.kind) === track) this.#announce(track.feedId, false);
  }

  /** The track if packets of it arrive. */
  find(feedId: FeedId, kind: TrackKind): LiveTrack | undefined {
    const track = this.#tracks.get(feedId)?.get(kind);
    return track?.live === true ? track : undefined;
  }

  #withdraw(track: LiveTrack): void {
    const ofFeed = this.#tracks.get(track.feedId);
    if (ofFeed?.get(track.kind) !== track) return;
    ofFeed.delete(track.kind);
    if (ofFeed.size === 0) this.#tracks.delete(track.feedId);
    if (track.worker.died && track.live) this.#lostToDeathAt.set(`${track.feedId} ${track.kind}`, performance.now());
    this.#announce(track.feedId, false);
  }

  #markRestored(track: LiveTrack): void {
    const key = `${track.feedId} ${track.kind}`;
    const lostAt = this.#lostToDeathAt.get(key);
    if (lostAt === undefined) return;
    this.#lostToDeathAt.delete(key);
    this.#onRestored(performance.now() - lostAt);
  }

  #announce(feedId: FeedId, replaced: boolean): void {
    const pending = this.#changed.get(feedId);
    if (pending !== undefined) {
      pending.replaced ||= replaced;
      return;
    }
    this.#changed.set(feedId, { replaced });
    queueMicrotask(() => {
      const change = this.#changed.get(feedId);
      this.#changed.delete(feedId);
      const tracks = [...(this.#tracks.get(feedId)?.values() ?? [])].filter((track) => track.live);
      this.#feeds.setTracks(feedId, tracks.map((track) => track.shape), { replaced: change?.replaced ?? false });
    });
  }
}
