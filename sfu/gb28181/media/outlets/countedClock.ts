const TICKS_PER_MS = 90;
/** A device that leaps further has begun to count anew, ms. */
const LONGEST_STEP_MS = 10_000;
/** Sound that says to be further from its picture has a clock of its own, or none, ms. */
const FURTHEST_SOUND_MS = 5_000;

type Stamped = {
  /** False: of sound alone. */
  readonly picture: boolean;
  /** 90 kHz, as the program stream says. */
  readonly videoPts: number | null;
  readonly audioPts: number | null;
  /** Of RTP. */
  readonly timestamp: number;
};

/** The times of pictures and their sound on one clock that neither turns over nor leaps. */
export class CountedClock {
  #pts: number | null = null;
  #timestamp: number | null = null;
  #videoMs = 0;

  /** When picture and sound are to be seen and heard, ms since the first picture. */
  at({ picture, videoPts, audioPts, timestamp }: Stamped): { readonly videoMs: number; readonly audioMs: number } {
    const sentMs = stepMs(this.#timestamp, timestamp);
    if (picture) {
      // Some devices write no time into the program stream, or always the same: then it is that of RTP.
      this.#videoMs += [stepMs(this.#pts, videoPts), sentMs].find((step) => step !== 0 && Math.abs(step) <= LONGEST_STEP_MS) ?? 0;
      this.#pts = videoPts ?? this.#pts;
      this.#timestamp = timestamp;
    }
    const apartMs = audioPts === null || this.#pts === null ? stepMs(this.#timestamp, timestamp) : stepMs(this.#pts, audioPts);
    return { videoMs: this.#videoMs, audioMs: this.#videoMs + (Math.abs(apartMs) > FURTHEST_SOUND_MS ? 0 : apartMs) };
  }
}

/** Over the turn of 32 bits, and of 33. */
function stepMs(from: number | null, to: number | null): number {
  return from === null || to === null ? 0 : ((to - from) | 0) / TICKS_PER_MS;
}
