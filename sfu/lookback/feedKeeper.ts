import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { VideoTap, VideoTapping } from '../ports/videoTaps.ts';
import { FrameAssembler } from './frameAssembler.ts';
import { FeedRing } from './feedRing.ts';
import { HallTimes } from './hallTimes.ts';

export type FeedKeeperOptions = {
  readonly feedId: FeedId;
  readonly taps: VideoTapping;
  readonly lengthMs: number;
  /** Hall time, ms since the epoch. */
  readonly now: () => number;
  readonly onGrown: () => void;
  readonly onKeyFrameAsked: () => void;
  readonly log: Logger;
};

const RETRY_MS = 1_000;
const MAX_RETRY_MS = 15_000;
/** A source that sends key frames by itself is never asked; every other gives one in this time, for all who watch. */
const KEY_FRAME_EVERY_MS = 10_000;
/** After a loss one is wanted soon, but a line that loses much must not carry key frames alone. */
const KEY_FRAME_GAP_MS = 2_000;
const CHECK_EVERY_MS = 1_000;

/** Keeps the ring of one feed full while it is live: over new producers, dead workers, lost packets. */
export class FeedKeeper {
  readonly ring: FeedRing;
  readonly #options: FeedKeeperOptions;
  readonly #times = new HallTimes();
  readonly #check: NodeJS.Timeout;
  #wanted = false;
  #opening = false;
  #tap: VideoTap | null = null;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #awaitsKey = false;
  #keyFrameAt = -Infinity;
  #askedAt = -Infinity;
  #closed = false;

  constructor(options: FeedKeeperOptions) {
    this.#options = options;
    this.ring = new FeedRing({ lengthMs: options.lengthMs });
    this.#check = setInterval(() => this.#askForKeyFrame(), CHECK_EVERY_MS).unref();
  }

  /** Whether there is a picture to read. What was read stays until it is too old. */
  setLive(live: boolean): void {
    this.#wanted = live;
    this.#failures = 0;
    if (live) {
      void this.#open();
    } else {
      this.#tap?.close();
      this.#tap = null;
    }
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#check);
    clearTimeout(this.#retry);
    this.setLive(false);
    this.ring.clear();
  }

  async #open(): Promise<void> {
    clearTimeout(this.#retry);
    if (this.#opening || this.#tap !== null || !this.#wanted || this.#closed) {
      return;
    }
    this.#opening = true;
    const { feedId, taps, log } = this.#options;
    try {
      let assembler: FrameAssembler | null = null;
      let closed = false;
      const tap = await taps.tapVideo({
        feedId,
        onPacket: (packet) => assembler?.push(packet),
        onClosed: () => {
          closed = true;
          this.#lost();
        },
      });
      assembler = this.#assemble(tap.mimeType);
      if (assembler === null) {
        log.warn({ feedId, mimeType: tap.mimeType }, 'pictures of this codec are not kept');
        this.#wanted = false;
      }
      if (!this.#wanted || this.#closed || closed) {
        tap.close();
      } else {
        this.#tap = tap;
        this.#failures = 0;
        this.#keyFrameAt = -Infinity;
        this.#askedAt = performance.now();
      }
    } catch (error) {
      const expected = error instanceof AppError && (error.code === 'feedNotLive' || error.code === 'transportClosed');
      if (!expected) log.warn({ err: error, feedId }, 'a feed cannot be kept; trying again');
    } finally {
      this.#opening = false;
      if (this.#tap === null) this.#tryAgain();
    }
  }

  #assemble(mimeType: string): FrameAssembler | null {
    const { now, onGrown } = this.#options;
    // The first frame opens the ring anew: what came before may be of another camera.
    let first = true;
    return FrameAssembler.create({
      mimeType,
      onFrame: (frame) => {
        if (first && !frame.key) return;
        first = false;
        if (frame.key) {
          this.#awaitsKey = false;
          this.#keyFrameAt = performance.now();
        }
        if (this.ring.push(frame, this.#times.stretchOf(frame, now()))) onGrown();
        else this.#awaitsKey = true;
      },
      onLoss: () => {
        this.#awaitsKey = true;
      },
    });
  }

  #lost(): void {
    this.#tap = null;
    void this.#open();
  }

  #tryAgain(): void {
    clearTimeout(this.#retry);
    if (!this.#wanted || this.#closed) {
      return;
    }
    this.#retry = setTimeout(() => void this.#open(), Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** this.#failures)).unref();
    this.#failures += 1;
  }

  #askForKeyFrame(): void {
    const now = performance.now();
    const since = Math.max(this.#keyFrameAt, this.#askedAt);
    const due = this.#awaitsKey ? this.#askedAt + KEY_FRAME_GAP_MS : since + KEY_FRAME_EVERY_MS;
    if (this.#tap === null || now < due) {
      return;
    }
    this.#askedAt = now;
    this.#options.onKeyFrameAsked();
    this.#tap.requestKeyFrame();
  }
}
