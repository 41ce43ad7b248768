import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import { idOf } from '#domain/hallState/idOf.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import type { FeedMedia } from '#protocol/media/feeds.ts';
import type { AlarmId, FeedId, UnitId } from '#protocol/nouns/ids.ts';
import type { LiveMedia } from '../ports/feeds.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { Handlers } from '../ports/session.ts';
import type { VideoTapping } from '../ports/videoTaps.ts';
import { FeedKeeper } from './feedKeeper.ts';
import { Pins } from './pins.ts';
import { framesFor, readPiece } from './readPiece.ts';

export type LookBackOptions = {
  readonly config: {
    /** How far back the hall remembers, ms; 0 for not at all. */
    readonly lookBackMs: number;
    /** What all feeds together may take. */
    readonly lookBackMaxBytes: number;
  };
  readonly media: LiveMedia;
  readonly taps: VideoTapping;
  readonly log: HallLog;
  /** Hall time, ms since the epoch. */
  readonly now: () => number;
  readonly metrics: Registry;
  readonly logger: Logger;
};

const PINNED_MS = 30_000;
const SWEEP_EVERY_MS = 5_000;

/** What the hall saw in the last seconds, in memory alone. */
export class LookBack {
  readonly handlers: Pick<Handlers, 'media.lookBack'>;
  readonly #options: LookBackOptions;
  readonly #keepers = new Map<FeedId, FeedKeeper>();
  readonly #pins = new Pins();
  readonly #keyFramesAsked: Counter;
  readonly #undo: (() => void)[];

  private constructor(options: LookBackOptions) {
    this.#options = options;
    const { log, media, metrics } = options;
    this.handlers = {
      'media.lookBack': ({ feedId, ...span }) => readPiece(this.#framesOf(feedId), span),
    };
    this.#keyFramesAsked = new Counter({ name: 'hall_lookback_key_frames_asked_total', help: 'Key frames that were asked for so that the last seconds can be shown', registers: [metrics] });
    this.#expose();
    const sweep = setInterval(() => this.#sweep(), SWEEP_EVERY_MS).unref();
    this.#undo = [() => clearInterval(sweep)];
    if (options.config.lookBackMs > 0) {
      this.#undo.push(media.onMedia((changed) => this.#mediaChanged(changed)), log.onAppended((appended) => this.#appended(appended)));
      for (const present of media.presences()) this.#mediaChanged(present);
    }
  }

  static create(options: LookBackOptions): LookBack {
    return new LookBack(options);
  }

  /** Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    for (const keeper of this.#keepers.values()) keeper.close();
    this.#keepers.clear();
  }

  #mediaChanged({ feedId, tracks }: FeedMedia): void {
    // What is played of a recording is not of the moment it comes.
    const live = this.#options.log.state.feeds.get(feedId)?.recorded !== true && tracks.some(({ kind }) => kind === 'video');
    const keeper = this.#keepers.get(feedId) ?? (live ? this.#keep(feedId) : undefined);
    keeper?.setLive(live);
  }

  #keep(feedId: FeedId): FeedKeeper {
    const { config, taps, now, logger } = this.#options;
    const keeper = new FeedKeeper({
      feedId,
      taps,
      now,
      lengthMs: config.lookBackMs,
      onGrown: () => this.#makeRoom(),
      onKeyFrameAsked: () => this.#keyFramesAsked.inc(),
      log: logger,
    });
    this.#keepers.set(feedId, keeper);
    return keeper;
  }

  #framesOf(feedId: FeedId) {
    return [...this.#pins.framesOf(feedId), ...(this.#keepers.get(feedId)?.ring.frames ?? [])];
  }

  #appended({ entries }: Appended): void {
    for (const entry of entries) {
      const event = entry.name.startsWith('alarm.') || entry.name === 'unit.revoked' ? eventOf(entry) : null;
      if (event?.name === 'alarm.raised' && event.data.unitId !== null) this.#pin(idOf(event.subject) as AlarmId, event.data.unitId, event.at);
      if (event?.name === 'alarm.resolved') this.#pins.release(idOf(event.subject) as AlarmId);
      if (event?.name === 'unit.revoked') this.#forget(idOf(event.subject) as UnitId);
    }
  }

  #pin(alarmId: AlarmId, unitId: UnitId, raisedAt: number): void {
    for (const feedId of this.#feedsOf(unitId)) {
      try {
        const frames = framesFor(this.#keepers.get(feedId)?.ring.frames ?? [], { from: raisedAt - PINNED_MS, to: raisedAt });
        this.#pins.pin({ alarmId, feedId, frames, now: this.#options.now() });
      } catch (error) {
        // Nothing was seen of it lately: then there is nothing to keep.
        if (!(error instanceof AppError && error.code === 'notKept')) throw error;
      }
    }
  }

  #forget(unitId: UnitId): void {
    for (const feedId of this.#feedsOf(unitId)) {
      this.#keepers.get(feedId)?.close();
      this.#keepers.delete(feedId);
    }
  }

  #feedsOf(unitId: UnitId): FeedId[] {
    return [...this.#options.log.state.feeds.values()].flatMap((feed) => (feed.unitId === unitId ? [feed.feedId] : []));
  }

  #ringBytes(): number {
    let bytes = 0;
    for (const { ring } of this.#keepers.values()) bytes += ring.bytes;
    return bytes;
  }

  #bytes(): number {
    return this.#ringBytes() + this.#pins.bytes;
  }

  /** What is oldest goes first, whosever it is; what is pinned goes last. */
  #makeRoom(): void {
    while (this.#bytes() > this.#options.config.lookBackMaxBytes) {
      const oldest = [...this.#keepers.values()].reduce<FeedKeeper | null>((old, keeper) => (keeper.ring.startsAt < (old?.ring.startsAt ?? Infinity) ? keeper : old), null);
      if (oldest !== null) oldest.ring.dropOldestGroup();
      else if (!this.#pins.dropOldest()) return;
    }
  }

  #sweep(): void {
    const now = this.#options.now();
    this.#pins.releaseOld(now);
    for (const { ring } of this.#keepers.values()) ring.trim(now);
  }

  #expose(): void {
    const gauge = (name: string, help: string, read: () => number) =>
      this.#options.metrics.registerMetric(new Gauge({ name, help, registers: [], collect() { this.set(read()); } }));
    gauge('hall_lookback_bytes', 'Memory that the last seconds of all feeds take', () => this.#bytes());
    gauge('hall_lookback_feeds', 'Feeds whose last seconds are kept', () => [...this.#keepers.values()].filter(({ ring }) => ring.bytes > 0).length);
  }
}
