import type { MediaFrame } from './frameAssembler.ts';
import type { Stretch } from './hallTimes.ts';

export type RingFrame = MediaFrame & {
  /** Rises by one from frame to frame of a feed, also over pauses. */
  readonly number: number;
  readonly stretch: Stretch;
};

/** Hall time at which the frame was taken in, ms since the epoch. */
export function takenAt(frame: RingFrame): number {
  return frame.mediaMs + frame.stretch.offsetMs;
}

/** The last frames of one feed. Begins with a key frame, always. */
export class FeedRing {
  readonly #lengthMs: number;
  #frames: RingFrame[] = [];
  #number = 0;
  #bytes = 0;

  constructor(options: { readonly lengthMs: number }) {
    this.#lengthMs = options.lengthMs;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get frames(): readonly RingFrame[] {
    return this.#frames;
  }

  /** When its oldest frame was taken; Infinity when it is empty. */
  get startsAt(): number {
    const [first] = this.#frames;
    return first === undefined ? Infinity : takenAt(first);
  }

  /** False for a frame that nothing before it could be decoded with. */
  push(frame: MediaFrame, stretch: Stretch): boolean {
    if (this.#frames.length === 0 && !frame.key) {
      return false;
    }
    const added = { ...frame, stretch, number: (this.#number += 1) };
    this.#frames.push(added);
    this.#bytes += frame.bytes.length;
    if (frame.key) {
      this.trim(takenAt(added));
    }
    return true;
  }

  /** Drops the groups that are wholly older than the ring is long. */
  trim(now: number): void {
    const keepFrom = now - this.#lengthMs;
    const last = this.#frames.at(-1);
    if (last !== undefined && takenAt(last) < keepFrom) {
      this.clear();
      return;
    }
    const begin = this.#frames.findLastIndex((frame) => frame.key && takenAt(frame) <= keepFrom);
    if (begin > 0) this.#drop(begin);
  }

  /** Frees what its oldest group takes. */
  dropOldestGroup(): void {
    const second = this.#frames.findIndex((frame, index) => index > 0 && frame.key);
    this.#drop(second === -1 ? this.#frames.length : second);
  }

  clear(): void {
    this.#drop(this.#frames.length);
  }

  #drop(count: number): void {
    for (const frame of this.#frames.splice(0, count)) this.#bytes -= frame.bytes.length;
  }
}
