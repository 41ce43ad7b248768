import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { Feed, FeedMedia, FeedRecord, FeedTrack } from '#protocol/media/feeds.ts';
import { snapshotEvents } from '#protocol/media/snapshots.ts';
import { feedId as feedIdSchema, type CourtCode, type FeedId, type GrantId, type UnitId } from '#protocol/nouns/ids.ts';
import { found } from '#domain/decision/decision.ts';
import { openFeed } from '#domain/feeds/decideFeed.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { Feeds, PlaybackFeeds, Viewers } from '../ports/feeds.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { News } from '../ports/news.ts';
import type { Units } from '../ports/units.ts';
import { NOBODY, sameViewers, watchedOf } from './watchedOf.ts';

type MediaListener = (media: FeedMedia) => void;
type Options = {
  readonly log: HallLog;
  readonly units: Pick<Units, 'get' | 'sessionOf'>;
  readonly news: Pick<News, 'feedMedia'>;
  readonly now: () => number;
  /** Where generations begin, greater at each start of the hall; default: the time. */
  readonly firstGeneration?: number;
  readonly logger: Logger;
};

/** The hall's feeds: their ids are the log's, tracks live only as long as their media. */
export class FeedBook implements Feeds, PlaybackFeeds {
  readonly #options: Options;
  readonly #startedAt: number;
  /** Generations begin here, so that they never fall back over a restart, though nothing of them is stored. */
  readonly #firstGeneration: number;
  readonly #media = new Map<FeedId, FeedMedia>();
  readonly #viewers = new Map<FeedId, Viewers>();
  readonly #kept = new Map<FeedId, { readonly byName: string; readonly at: number }>();
  readonly #listeners = new Set<MediaListener>();
  readonly #stopListening: () => void;

  private constructor(options: Options) {
    this.#options = options;
    this.#startedAt = options.now();
    this.#firstGeneration = options.firstGeneration ?? this.#startedAt;
    this.#stopListening = options.log.onAppended((appended) => this.#appended(appended));
  }

  static create(options: Options): FeedBook {
    return new FeedBook(options);
  }

  open(unitId: UnitId, label: string): Promise<Feed> {
    return this.#open(unitId, label, false);
  }

  openPlayback(unitId: UnitId, label: string): Promise<Feed> {
    return this.#open(unitId, label, true);
  }

  viewersOf(feedId: FeedId): number {
    return this.#viewers.get(feedId)?.videoViewers ?? 0;
  }

  async #open(unitId: UnitId, label: string, recorded: boolean): Promise<Feed> {
    const { log, units } = this.#options;
    const unit = found(units.get(unitId), 'unit');
    // A camera that is known needs no entry, and so comes back also while nothing can be recorded.
    const known = log.state.feeds.find((feed) => feed.unitId === unitId && feed.label === label && (feed.recorded ?? false) === recorded);
    if (known !== undefined) {
      return this.#feedOf(known);
    }
    const feedId = feedIdSchema.parse(randomUUIDv7());
    const { answer } = await log.execute({
      commandId: null,
      name: 'feed.open',
      input: { unitId, label },
      actor: { kind: 'unit', unitId, name: unit.name, courtCode: unit.courtCode },
      via: units.sessionOf(unitId)?.tokenId ?? null,
      decide: (state) => openFeed(state, { unitId, label, feedId, recorded }),
    });
    return this.#feedOf(answer.feed);
  }

  /** Undefined also for a feed of a revoked unit. */
  get(feedId: FeedId): Feed | undefined {
    const record = this.#options.log.state.feeds.get(feedId);
    return record === undefined || !this.#lives(record) ? undefined : this.#feedOf(record);
  }

  courtOf(feedId: FeedId): CourtCode | undefined {
    return this.#options.log.state.feeds.get(feedId)?.courtCode;
  }

  setTracks(feedId: FeedId, tracks: readonly FeedTrack[], { replaced }: { replaced: boolean }): void {
    const record = this.#known(feedId);
    const before = this.#mediaOf(feedId);
    // Whatever a revoked unit still sends is nobody's picture.
    const live = this.#lives(record) ? [...tracks] : [];
    if (!replaced && sameTracks(before.tracks, live)) {
      return;
    }
    const sameState = before.tracks.length > 0 === live.length > 0 && !replaced;
    this.#setMedia(record, {
      feedId,
      tracks: live,
      generation: before.generation + (replaced ? 1 : 0),
      sinceAt: sameState ? before.sinceAt : this.#options.now(),
    });
    if (live.length > 0) {
      // The sender behind the feed may be new and know nothing of its viewers.
      this.#tellUnit(record);
    }
  }

  setViewers(feedId: FeedId, viewers: Viewers): void {
    const record = this.#known(feedId);
    if (sameViewers(this.#viewers.get(feedId) ?? NOBODY, viewers)) {
      return;
    }
    this.#viewers.set(feedId, viewers);
    this.#tellUnit(record);
  }

  /** Feeds of units that were not revoked, as followers start from them. */
  presences(): (FeedMedia & { readonly courtCode: CourtCode })[] {
    const records = [...this.#options.log.state.feeds.values()].filter((record) => this.#lives(record));
    return records.map((record) => ({ ...this.#mediaOf(record.feedId), courtCode: record.courtCode }));
  }

  /** Told of every change of a feed's media. Returns its own undoing. */
  onMedia(listener: MediaListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#listeners.clear();
  }

  #appended({ entries, state }: Appended): void {
    for (const entry of entries) {
      const { name, subject } = entry;
      if (name === 'snapshot.taken') {
        const { actor, at, data } = entry;
        const { feedId } = snapshotEvents['snapshot.taken'].data.parse(data);
        this.#kept.set(feedId, { byName: 'name' in actor ? actor.name : '', at });
        this.#tellUnit(this.#known(feedId));
      } else if (name === 'grant.viewed' || name === 'grant.left') {
        const grant = state.grants.get(idOf(subject) as GrantId);
        const record = grant === undefined ? undefined : state.feeds.get(grant.feedId);
        if (record !== undefined) this.#tellUnit(record);
      } else if (name === 'feed.opened') {
        const record = state.feeds.get(idOf(subject) as FeedId);
        if (record !== undefined) {
          this.#setMedia(record, this.#mediaOf(record.feedId));
        }
      } else if (name === 'unit.revoked') {
        const unitId = idOf(subject) as UnitId;
        this.#options.logger.info({ unitId }, 'feeds of a revoked unit end');
        for (const record of state.feeds.filter((feed) => feed.unitId === unitId).values()) {
          this.#setMedia(record, { ...this.#mediaOf(record.feedId), tracks: [], sinceAt: this.#options.now() });
        }
      }
    }
  }

  #lives({ unitId }: FeedRecord): boolean {
    return this.#options.log.state.units.get(unitId)?.state === 'enrolled';
  }

  #mediaOf(feedId: FeedId): FeedMedia {
    return this.#media.get(feedId) ?? { feedId, tracks: [], generation: this.#firstGeneration, sinceAt: this.#startedAt };
  }

  #setMedia({ feedId, courtCode }: FeedRecord, media: FeedMedia): void {
    this.#media.set(feedId, media);
    this.#options.news.feedMedia(courtCode, media);
    for (const listener of this.#listeners) {
      listener(media);
    }
  }

  #feedOf({ feedId, unitId, label, recorded }: FeedRecord): Feed {
    return { unitId, label, ...(recorded === undefined ? {} : { recorded }), ...this.#mediaOf(feedId) };
  }

  #known(feedId: FeedId): FeedRecord {
    const record = this.#options.log.state.feeds.get(feedId);
    if (record === undefined) {
      throw new AppError('notFound', { params: { what: 'feed' } });
    }
    return record;
  }

  #tellUnit({ feedId, unitId }: FeedRecord): void {
    const { units, log } = this.#options;
    const session = units.sessionOf(unitId);
    if (session !== undefined) {
      session.notify('feed.watched', watchedOf(log.state, feedId, this.#viewers.get(feedId) ?? NOBODY, this.#kept.get(feedId) ?? null));
    }
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
