import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import { feedId as feedIdSchema, type FeedId, type UnitId } from '#protocol/nouns/ids.ts';
import type { Feed, FeedTrack } from '#protocol/nouns/hall.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { News } from '../ports/news.ts';
import type { FeedRecord, FeedStore } from '../ports/stores.ts';
import type { Units } from '../ports/units.ts';

/** Cameras one unit may have; a token must not fill the storage with labels. */
const MAX_FEEDS_PER_UNIT = 8;

type Viewers = { readonly videoViewers: number; readonly audioListeners: number };
type Options = {
  readonly store: FeedStore;
  readonly units: Pick<Units, 'sessionOf'>;
  readonly news: Pick<News, 'feedChanged'>;
  readonly log: Logger;
  readonly now: () => number;
};

/** The hall's feeds: ids and generations outlive the process, tracks live only as long as their media. */
export class FeedBook implements Feeds {
  readonly #options: Options;
  readonly #feeds = new Map<FeedId, Feed>();
  readonly #viewers = new Map<FeedId, Viewers>();
  /** One opening at a time for a unit and label. */
  readonly #opening = new Map<string, Promise<FeedId>>();
  readonly #saving = new Set<Promise<void>>();

  private constructor(options: Options) {
    this.#options = options;
  }

  static async create(options: Options): Promise<FeedBook> {
    const book = new FeedBook(options);
    for (const record of await options.store.list()) {
      book.#add(record);
    }
    return book;
  }

  list(): Feed[] {
    return [...this.#feeds.values()];
  }

  get(feedId: FeedId): Feed | undefined {
    return this.#feeds.get(feedId);
  }

  /** Errors: tooManyFeeds. */
  async open(unitId: UnitId, label: string): Promise<Feed> {
    const key = `${unitId} ${label}`;
    const opening = this.#opening.get(key) ?? this.#findOrMake(unitId, label).finally(() => this.#opening.delete(key));
    this.#opening.set(key, opening);
    return this.#known(await opening);
  }

  setTracks(feedId: FeedId, tracks: readonly FeedTrack[], options: { replaced: boolean }): void {
    const before = this.#known(feedId);
    const wasLive = before.tracks.length > 0;
    const isLive = tracks.length > 0;
    const feed: Feed = {
      ...before,
      tracks: [...tracks],
      generation: before.generation + (options.replaced ? 1 : 0),
      sinceAt: wasLive === isLive && !options.replaced ? before.sinceAt : this.#options.now(),
    };
    if (!options.replaced && sameTracks(before.tracks, tracks)) {
      return;
    }
    this.#feeds.set(feedId, feed);
    if (options.replaced) {
      this.#saveGeneration(feed);
    }
    this.#options.news.feedChanged(feed);
    if (isLive) {
      // The sender behind the feed may be new and know nothing of its viewers.
      this.#tellUnit(feed);
    }
  }

  setViewers(feedId: FeedId, viewers: Viewers): void {
    const feed = this.#known(feedId);
    const before = this.#viewers.get(feedId);
    if (before?.videoViewers === viewers.videoViewers && before.audioListeners === viewers.audioListeners) {
      return;
    }
    this.#viewers.set(feedId, viewers);
    this.#tellUnit(feed);
  }

  /** Resolves when what was counted is durable. */
  async close(): Promise<void> {
    await Promise.all(this.#saving);
  }

  async #findOrMake(unitId: UnitId, label: string): Promise<FeedId> {
    const own = this.list().filter((feed) => feed.unitId === unitId);
    const known = own.find((feed) => feed.label === label);
    if (known !== undefined) {
      return known.feedId;
    }
    if (own.length >= MAX_FEEDS_PER_UNIT) {
      throw new AppError('tooManyFeeds', { params: { max: MAX_FEEDS_PER_UNIT } });
    }
    const record = await this.#options.store.findOrInsert({ feedId: feedIdSchema.parse(randomUUIDv7()), unitId, label, generation: 0 });
    if (!this.#feeds.has(record.feedId)) {
      this.#options.news.feedChanged(this.#add(record));
    }
    return record.feedId;
  }

  #add({ feedId, unitId, label, generation }: FeedRecord): Feed {
    const feed: Feed = { feedId, unitId, label, tracks: [], generation, sinceAt: this.#options.now() };
    this.#feeds.set(feedId, feed);
    return feed;
  }

  #known(feedId: FeedId): Feed {
    const feed = this.#feeds.get(feedId);
    if (feed === undefined) {
      throw new AppError('notFound', { params: { what: 'feed' } });
    }
    return feed;
  }

  #tellUnit({ feedId, unitId }: Feed): void {
    const viewers = this.#viewers.get(feedId) ?? { videoViewers: 0, audioListeners: 0 };
    this.#options.units.sessionOf(unitId)?.notify('feed.watched', { feedId, ...viewers });
  }

  #saveGeneration({ feedId, generation }: Feed): void {
    const saving = this.#options.store.setGeneration(feedId, generation)
      .catch((error: unknown) => this.#options.log.error({ err: error, feedId }, 'feed generation not saved'))
      .finally(() => this.#saving.delete(saving));
    this.#saving.add(saving);
  }
}

function sameTracks(left: readonly FeedTrack[], right: readonly FeedTrack[]): boolean {
  return left.length === right.length && left.every((track, index) => {
    const other = right[index];
    return other !== undefined
      && track.kind === other.kind
      && track.mimeType === other.mimeType
      && track.spatialLayers === other.spatialLayers
      && track.temporalLayers === other.temporalLayers;
  });
}
