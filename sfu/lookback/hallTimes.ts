import type { MediaFrame } from './frameAssembler.ts';

/** How a stretch of media time lies in hall time; `offsetMs` becomes truer while frames come. */
export type Stretch = { offsetMs: number };

/** Frames are never early: the least delay is the true one. It may rise again only so slowly, of what a frame is late. */
const RISE_PER_FRAME = 0.002;
/** A frame that is later than this belongs to another stretch: the source paused, began anew, or the hall's clock was moved. */
const NEW_STRETCH_MS = 2_000;

/** Tells for one source which stretch a frame is of, from the hall time at which it came. */
export class HallTimes {
  #stretch: Stretch | null = null;

  stretchOf(frame: Pick<MediaFrame, 'mediaMs'>, arrivedAt: number): Stretch {
    const offsetMs = arrivedAt - frame.mediaMs;
    const known = this.#stretch;
    if (known === null || Math.abs(offsetMs - known.offsetMs) > NEW_STRETCH_MS) {
      this.#stretch = { offsetMs };
      return this.#stretch;
    }
    known.offsetMs = offsetMs < known.offsetMs ? offsetMs : known.offsetMs + (offsetMs - known.offsetMs) * RISE_PER_FRAME;
    return known;
  }
}
