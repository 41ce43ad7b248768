import { AppError } from '#protocol/errors.ts';
import type { Playback, Steering } from '#protocol/media/recordings.ts';
import type { SourceRecord } from '#protocol/media/sources.ts';
import type { CommandId, FeedId, SourceId } from '#protocol/nouns/ids.ts';
import type { GbRecordings, PlaybackHolder, PlaySpan } from '../../ports/gbRecordings.ts';
import type { PlaybackFeeds } from '../../ports/feeds.ts';
import { addressOf } from '../calls/sourceCalls.ts';
import type { CallRooms } from '../calls/streamCall.ts';
import type { DeviceBook, GbDevice } from '../devices/deviceBook.ts';
import type { DeviceQueries } from '../devices/deviceQueries.ts';
import { Playing } from './playing.ts';
import { listRecordings } from './recordInfo.ts';

const LOOK_EVERY_MS = 1_000;
const UNWATCHED_MS = 30_000;
/** After its last moment, for devices that do not say that they have sent all. */
const OVERDUE_MS = 10_000;

type Kept = {
  readonly commandId: CommandId;
  readonly record: SourceRecord;
  readonly span: PlaySpan;
  readonly feedId: FeedId;
  readonly playing: Playing;
  holder: PlaybackHolder | null;
  watchedAt: number;
  /** When it came to its last moment; null before. */
  lastAt: number | null;
};

type Options = {
  readonly rooms: CallRooms;
  readonly devices: DeviceBook;
  readonly queries: DeviceQueries;
  readonly feeds: PlaybackFeeds;
  readonly onChanged: (playback: Playback) => void;
  /** Real time, ms. */
  readonly realNow: () => number;
};

/** What devices have recorded, and which of it is played: one recording a device, for few can play two. */
export class Playbacks implements GbRecordings {
  readonly #options: Options;
  readonly #kept = new Map<string, Kept>();
  /** Devices with a feed being opened. */
  readonly #opening = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: Options) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  isHere(record: SourceRecord): boolean {
    return this.#options.devices.get(addressOf(record).deviceId) !== undefined;
  }

  async list(record: SourceRecord, span: PlaySpan): ReturnType<GbRecordings['list']> {
    return listRecordings(this.#options.queries, this.#device(record), addressOf(record).channelId, span);
  }

  of(sourceId: SourceId): Playback | null {
    const kept = this.#find(sourceId);
    return kept === undefined ? null : playbackOf(kept);
  }

  async play({ commandId, record, span, holder }: Parameters<GbRecordings['play']>[0]): Promise<Playback> {
    const { feeds, rooms, realNow, onChanged } = this.#options;
    const device = this.#device(record);
    const before = this.#kept.get(device.deviceId);
    if (before?.commandId === commandId) return playbackOf(before);
    if (this.#opening.has(device.deviceId)) throw new AppError('playbackHeld', { params: { name: before?.holder?.name ?? holder.name } });
    if (before !== undefined) {
      expectHeldBy(before, holder);
      before.playing.end();
    }
    this.#opening.add(device.deviceId);
    try {
      const { feedId } = await feeds.openPlayback(record.unitId, record.label);
      const kept: Kept = {
        commandId, record, span, feedId, holder, watchedAt: realNow(), lastAt: null,
        playing: Playing.begin({ rooms, device, record, feedId, ...span, realNow, onChange: () => this.#changed(kept) }),
      };
      this.#kept.set(device.deviceId, kept);
      holder.ended.addEventListener('abort', () => this.#release(kept, holder), { once: true });
      const playback = playbackOf(kept);
      onChanged(playback);
      return playback;
    } finally {
      this.#opening.delete(device.deviceId);
    }
  }

  async steer(sourceId: SourceId, steering: Steering, holder: PlaybackHolder): Promise<Playback> {
    const kept = this.#find(sourceId);
    if (kept === undefined) throw new AppError('notFound', { params: { what: 'playback' } });
    expectHeldBy(kept, holder);
    if (kept.holder === null) {
      kept.holder = holder;
      holder.ended.addEventListener('abort', () => this.#release(kept, holder), { once: true });
    }
    await kept.playing.steer(steering);
    return playbackOf(kept);
  }

  stop(sourceId: SourceId, holder: PlaybackHolder): void {
    const kept = this.#find(sourceId);
    if (kept === undefined) return;
    expectHeldBy(kept, holder);
    kept.playing.end();
  }

  deviceGone(deviceId: string): void {
    this.#kept.get(deviceId)?.playing.end({ why: 'deviceAway', fault: null, detail: '' });
  }

  sourceChanged(sourceId: SourceId, record: SourceRecord | undefined): void {
    const kept = this.#find(sourceId);
    if (kept !== undefined && (record === undefined || record.version !== kept.record.version)) kept.playing.end({ why: 'sourceGone', fault: null, detail: '' });
  }

  /** The device told, outside the call, that it has sent all. */
  sent(deviceId: string, channelId: string): void {
    const kept = this.#kept.get(deviceId);
    if (kept !== undefined && [deviceId, addressOf(kept.record).channelId].includes(channelId)) kept.playing.end({ why: 'finished', fault: null, detail: '' });
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    for (const { playing } of this.#kept.values()) playing.end();
  }

  #changed(kept: Kept): void {
    const { deviceId } = addressOf(kept.record);
    const playback = playbackOf(kept);
    if (playback.state === 'ended' && this.#kept.get(deviceId) === kept) this.#kept.delete(deviceId);
    this.#options.onChanged(playback);
  }

  #release(kept: Kept, holder: PlaybackHolder): void {
    if (kept.holder !== holder || kept.playing.reading().ending !== null) return;
    kept.holder = null;
    this.#options.onChanged(playbackOf(kept));
  }

  #look(): void {
    const { feeds, realNow } = this.#options;
    const now = realNow();
    for (const kept of this.#kept.values()) {
      const { state, recordedAt } = kept.playing.reading();
      if (state === 'calling' || feeds.viewersOf(kept.feedId) > 0) kept.watchedAt = now;
      kept.lastAt = state === 'playing' && recordedAt >= kept.span.until ? kept.lastAt ?? now : null;
      if (now - kept.watchedAt > UNWATCHED_MS) kept.playing.end({ why: 'unwatched', fault: null, detail: '' });
      else if (kept.lastAt !== null && now - kept.lastAt > OVERDUE_MS) kept.playing.end({ why: 'finished', fault: null, detail: '' });
    }
  }

  #find(sourceId: SourceId): Kept | undefined {
    return [...this.#kept.values()].find(({ record }) => record.sourceId === sourceId);
  }

  #device(record: SourceRecord): GbDevice {
    const device = this.#options.devices.get(addressOf(record).deviceId);
    if (device === undefined) throw new AppError('deviceAway');
    return device;
  }
}

function expectHeldBy({ holder }: Kept, { sessionId }: PlaybackHolder): void {
  if (holder !== null && holder.sessionId !== sessionId) throw new AppError('playbackHeld', { params: { name: holder.name } });
}

function playbackOf({ record, span, feedId, holder, playing }: Kept): Playback {
  const { sourceId, unitId, courtCode } = record;
  return { sourceId, unitId, courtCode, feedId, ...span, ...playing.reading(), holder: holder === null ? null : { sessionId: holder.sessionId, name: holder.name } };
}
