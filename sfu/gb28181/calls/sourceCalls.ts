import type { Logger } from 'pino';
import type { SourceFault, SourceRecord } from '#protocol/media/sources.ts';
import type { SourceId, UnitId } from '#protocol/nouns/ids.ts';
import type { Feeds } from '../../ports/feeds.ts';
import type { SourceReading, Sources } from '../../ports/sources.ts';
import type { Leave, Units } from '../../ports/units.ts';
import type { DeviceBook } from '../devices/deviceBook.ts';
import { streamCall, type CallRooms } from './streamCall.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** So that the channels of one recorder do not come back in one moment. */
const JITTER = 0.2;

type Kept = { record: SourceRecord; running: AbortController | null; timer: NodeJS.Timeout | null; failures: number; leave: Leave | null };
/** Why a device left, and for how long nothing had come of it. */
type Gone = { readonly fault: SourceFault; readonly silentForMs: number };

type Options = {
  readonly rooms: CallRooms;
  readonly sources: Sources;
  readonly devices: DeviceBook;
  readonly feeds: Pick<Feeds, 'open'>;
  readonly units: Pick<Units, 'attend'>;
  readonly onKeyFrameWanted: (record: SourceRecord) => void;
  /** The unit's device is here, and can be spoken to; its undoing is called when it left. */
  readonly onHere: (unitId: UnitId, record: SourceRecord) => () => void;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Logger;
};

/** Keeps every channel that a source names on the wall while its device is here. */
export class SourceCalls {
  readonly #options: Options;
  readonly #kept = new Map<SourceId, Kept>();
  readonly #undo: (() => void)[];
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
    this.#undo = [options.sources.onChange((sourceId) => this.#changed(sourceId)), options.sources.onRetry((sourceId) => this.#again(sourceId))];
    for (const { sourceId } of options.sources.list(['gb28181'])) this.#changed(sourceId);
  }

  /** A device came or left. */
  deviceChanged(deviceId: string, gone?: Gone): void {
    for (const kept of this.#kept.values()) if (addressOf(kept.record).deviceId === deviceId) this.#look(kept, gone);
  }

  /** Idempotent. Calls that are up are ended. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const undo of this.#undo) undo();
    for (const kept of this.#kept.values()) this.#stop(kept);
    this.#kept.clear();
  }

  #changed(sourceId: SourceId): void {
    const record = this.#options.sources.list(['gb28181']).find((one) => one.sourceId === sourceId);
    const before = this.#kept.get(sourceId);
    if (before !== undefined && before.record.version === record?.version) return;
    if (before !== undefined) this.#stop(before);
    this.#kept.delete(sourceId);
    if (record === undefined) return;
    const kept: Kept = { record, running: null, timer: null, failures: 0, leave: null };
    this.#kept.set(sourceId, kept);
    this.#look(kept);
  }

  #again(sourceId: SourceId): void {
    const kept = this.#kept.get(sourceId);
    if (kept === undefined || kept.timer === null) return;
    clearTimeout(kept.timer);
    kept.timer = null;
    this.#look(kept);
  }

  /** Does what is due as things are now. */
  #look(kept: Kept, gone?: Gone): void {
    const { record } = kept;
    const { deviceId } = addressOf(record);
    if (!record.enabled) {
      this.#stop(kept);
      this.#say(kept, { state: 'off' });
    } else if (this.#options.devices.get(deviceId) === undefined) {
      this.#stop(kept, gone?.silentForMs);
      this.#say(kept, { state: 'waiting', ...(gone === undefined ? {} : { fault: { fault: gone.fault, detail: '' } }) });
    } else {
      if (kept.leave === null) {
        const left = this.#options.units.attend(record.unitId);
        const silenced = this.#options.onHere(record.unitId, record);
        kept.leave = (silentForMs) => {
          left?.(silentForMs);
          silenced();
        };
      }
      if (kept.running === null && kept.timer === null) void this.#call(kept);
    }
  }

  async #call(kept: Kept): Promise<void> {
    const { rooms, devices, feeds, onKeyFrameWanted, log } = this.#options;
    const { record } = kept;
    const { deviceId, channelId, transport } = addressOf(record);
    const device = devices.get(deviceId);
    if (device === undefined) return;
    const running = new AbortController();
    kept.running = running;
    this.#say(kept, { state: 'connecting' });
    let end: { readonly fault: SourceFault; readonly detail: string };
    try {
      const { feedId } = await feeds.open(record.unitId, record.label);
      running.signal.throwIfAborted();
      end = await streamCall(rooms, {
        device, channelId, feedId, transport, signal: running.signal,
        onKeyFrameWanted: () => onKeyFrameWanted(record),
        onLive: (media) => {
          if (running.signal.aborted) return;
          kept.failures = 0;
          this.#say(kept, { state: 'live', media, feedId, fault: null });
        },
      });
    } catch (error) {
      if (!running.signal.aborted) log.warn({ err: error, deviceId, channelId }, 'a channel could not be called');
      end = { fault: 'failed', detail: error instanceof Error ? error.message.slice(0, 200) : '' };
    }
    if (running.signal.aborted || kept.running !== running) return;
    kept.running = null;
    kept.failures++;
    const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(kept.failures - 1, 10)) * (1 - JITTER + 2 * JITTER * this.#options.random());
    kept.timer = setTimeout(() => {
      kept.timer = null;
      this.#look(kept);
    }, waitMs);
    this.#say(kept, { state: 'retrying', nextAttemptAt: this.#options.now() + Math.round(waitMs), fault: end });
  }

  #stop(kept: Kept, silentForMs = 0): void {
    kept.running?.abort();
    kept.running = null;
    if (kept.timer !== null) clearTimeout(kept.timer);
    kept.timer = null;
    kept.failures = 0;
    kept.leave?.(silentForMs);
    kept.leave = null;
  }

  #say(kept: Kept, reading: Pick<SourceReading, 'state'> & Partial<SourceReading>): void {
    this.#options.sources.setStatus(kept.record.sourceId, { attempts: kept.failures, nextAttemptAt: null, media: null, feedId: null, ...reading });
  }
}

export function addressOf({ address }: SourceRecord): Extract<SourceRecord['address'], { protocol: 'gb28181' }> {
  if (address.protocol !== 'gb28181') throw new TypeError('not a source of GB/T 28181');
  return address;
}
