import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { TrackPoint } from '#protocol/telemetry/packedTrack.ts';
import type { TrackStore } from '../../ports/tracks.ts';
import { Epoch } from './epoch.ts';
import { recoverTracks } from './recoverTracks.ts';

/** Lost at most when the hall is killed. */
const KEEP_EVERY_MS = 2_000;
/** Fixes after which they are kept sooner. */
const KEEP_AT = 5_000;
const EPOCH_MS = 300_000;
/** Blocks in one transaction: SQLite works in the hall's own thread, and the hall must not stand still. */
const BLOCKS_AT_ONCE = 200;
const FORGOTTEN_AT_ONCE = 200;
const FORGET_PAUSE_MS = 100;
/** Packed bytes that wait in memory while the database is away; a fix takes about eleven. */
const MAX_HELD_BYTES = 192 * 1024 * 1024;

export type TrackArchiveOptions = {
  readonly store: TrackStore;
  /** Real time, ms. */
  readonly realNow: () => number;
  readonly log: Logger;
  /** Fixes that were given up because the database was away for too long. */
  readonly onLost: (fixes: number) => void;
  readonly maxHeldBytes?: number;
  readonly epochMs?: number;
};

type Ended = { readonly epoch: Epoch; /** Whose blocks have still to be written. */ left: UnitId[] };

/** Keeps every fix: within two seconds in a tail, in a block of its unit when the epoch ends. Never throws at those who bring fixes. */
export class TrackArchive {
  readonly #options: TrackArchiveOptions;
  #open: Epoch;
  #openedAt: number;
  #ended: Ended[] = [];
  #untilKept = KEEP_AT;
  #lost = 0;
  #troubled = false;
  #keeping: Promise<void> | undefined;
  #timer: NodeJS.Timeout;
  readonly #closing = new AbortController();

  private constructor(options: TrackArchiveOptions, epoch: number) {
    this.#options = options;
    this.#open = new Epoch(epoch);
    this.#openedAt = options.realNow();
    this.#timer = setInterval(() => void this.keep(), KEEP_EVERY_MS);
  }

  /** Turns the tails that a killed hall left into blocks first. Errors: JournalError. */
  static async create(options: TrackArchiveOptions): Promise<TrackArchive> {
    await recoverTracks(options);
    return new TrackArchive(options, (await options.store.lastEpoch()) + 1);
  }

  /** Epochs from this one on are here in memory, whole. */
  get firstEpochHeld(): number {
    return this.#ended[0]?.epoch.number ?? this.#open.number;
  }

  add(unitId: UnitId, point: TrackPoint): void {
    this.#open.add(unitId, point);
    this.#untilKept -= 1;
    if (this.#untilKept === 0) {
      setImmediate(() => void this.keep());
    }
    if (this.#heldBytes() > (this.#options.maxHeldBytes ?? MAX_HELD_BYTES)) {
      this.#giveUpOldest();
    }
  }

  /** Of epochs that are in memory, in the order in which they came. */
  held(unitId: UnitId): TrackPoint[] {
    return [...this.#ended.map(({ epoch }) => epoch), this.#open].flatMap((epoch) => epoch.pointsOf(unitId));
  }

  /** Writes what there is to write; one at a time. Never rejects. */
  keep(): Promise<void> {
    this.#keeping ??= this.#keep().finally(() => {
      this.#keeping = undefined;
    });
    return this.#keeping;
  }

  /** Forgets what is older than this, a little at a time. Errors: JournalError. */
  async forgetBefore(at: number): Promise<void> {
    while (!this.#closing.signal.aborted && (await this.#options.store.forgetBefore(at, FORGOTTEN_AT_ONCE)) > 0) {
      await wait(FORGET_PAUSE_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  /** Keeps what is left as a tail; the next start makes blocks of it. Idempotent. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) {
      return;
    }
    this.#closing.abort();
    clearInterval(this.#timer);
    await this.keep();
    await this.keep();
  }

  async #keep(): Promise<void> {
    const { realNow, epochMs = EPOCH_MS } = this.#options;
    this.#untilKept = KEEP_AT;
    try {
      await this.#keepTail();
      if (realNow() - this.#openedAt >= epochMs) {
        this.#endEpoch();
      }
      await this.#keepBlocks();
      if (this.#troubled) {
        this.#troubled = false;
        this.#options.log.info('tracks are kept again');
      }
    } catch (error) {
      if (!this.#troubled) {
        this.#troubled = true;
        this.#options.log.warn({ err: error }, 'tracks cannot be kept; they wait in memory');
      }
    }
  }

  async #keepTail(): Promise<void> {
    const { number } = this.#open;
    const tail = this.#open.tail();
    if (tail !== null) {
      await this.#options.store.putTail({ epoch: number, bytes: tail.bytes });
      tail.kept();
    }
  }

  async #keepBlocks(): Promise<void> {
    const [ended] = this.#ended;
    if (ended === undefined) {
      return;
    }
    const { number } = ended.epoch;
    const now = ended.left.slice(0, BLOCKS_AT_ONCE);
    const isLast = now.length === ended.left.length;
    await this.#options.store.putBlocks(ended.epoch.blocks(now), { endedEpoch: isLast ? number : null });
    ended.left = ended.left.slice(now.length);
    if (isLast) {
      this.#ended = this.#ended.filter((other) => other !== ended);
    }
  }

  #endEpoch(): void {
    if (this.#open.points > 0) {
      this.#ended.push({ epoch: this.#open, left: this.#open.unitIds });
      this.#open = new Epoch(this.#open.number + 1);
    }
    this.#openedAt = this.#options.realNow();
  }

  #heldBytes(): number {
    return this.#ended.reduce((sum, { epoch }) => sum + epoch.bytes, this.#open.bytes);
  }

  /** Half of what is allowed is one epoch, so that giving it up leaves the newer half. */
  #giveUpOldest(): void {
    if (this.#ended.length === 0 || this.#open.bytes > (this.#options.maxHeldBytes ?? MAX_HELD_BYTES) / 2) {
      this.#endEpoch();
    }
    const oldest = this.#ended.shift();
    if (oldest !== undefined) {
      this.#lost += oldest.epoch.points;
      this.#options.onLost(oldest.epoch.points);
      this.#options.log.error({ fixes: oldest.epoch.points, lostSinceStart: this.#lost }, 'tracks were given up: the database is away and memory is full');
    }
  }
}
