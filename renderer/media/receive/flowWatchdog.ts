/** Silence of every picture for this long makes the window ask for key frames; twice that, for a new transport. */
export const SILENCE_MS = 1_400;
/** Fewer pictures than this may well all have lost their units at once. */
const MIN_PICTURES = 2;
const FIRST_REBUILD_GAP_MS = 5_000;
const MAX_REBUILD_GAP_MS = 60_000;

/** One picture that should be moving. `frameMark` changes with every frame delivered; null before the first. */
export type FlowSample = { readonly key: string; readonly frameMark: number | null; readonly sourceAlive: boolean };

export type FlowAdvice = 'nothing' | 'askKeyFrames' | 'rebuild';

/**
 * Finds a transport that died without anybody saying so (the hall's notices are the fast way; this is for when they
 * do not come). Only when *all* pictures stand still is the way suspected, for a single still picture is its own
 * unit's affair; pictures whose source the hall itself reports silent do not count. A rebuild that helped nothing is
 * repeated ever more rarely, so that a hall whose units have all gone does not renegotiate for ever.
 */
export class FlowWatchdog {
  #marks = new Map<string, { frameMark: number; changedAt: number }>();
  #asked = false;
  #rebuildGapMs = FIRST_REBUILD_GAP_MS;
  #rebuiltAt = Number.NEGATIVE_INFINITY;

  /** Whether any other picture has moved lately. */
  moves(options: { except: string; now: number }): boolean {
    return [...this.#marks].some(([key, { changedAt }]) => key !== options.except && options.now - changedAt < SILENCE_MS);
  }

  /** Call about twice a second with the pictures that are resumed and visible. */
  look(samples: readonly FlowSample[], now: number): FlowAdvice {
    const marks = new Map<string, { frameMark: number; changedAt: number }>();
    for (const { key, frameMark, sourceAlive } of samples) {
      // A picture without a first frame yet is starting, not standing still: its tile looks after it.
      if (frameMark !== null && sourceAlive) {
        const before = this.#marks.get(key);
        marks.set(key, before?.frameMark === frameMark ? before : { frameMark, changedAt: now });
      }
    }
    this.#marks = marks;
    const changedAt = Math.max(...[...marks.values()].map((mark) => mark.changedAt));
    if (marks.size < MIN_PICTURES || now - changedAt < SILENCE_MS) {
      this.#asked = false;
      return 'nothing';
    }
    if (!this.#asked) {
      this.#asked = true;
      return 'askKeyFrames';
    }
    if (now - changedAt < 2 * SILENCE_MS || now - this.#rebuiltAt < this.#rebuildGapMs) {
      return 'nothing';
    }
    const soonAfterTheLast = now - this.#rebuiltAt < 2 * MAX_REBUILD_GAP_MS;
    this.#rebuildGapMs = soonAfterTheLast ? Math.min(MAX_REBUILD_GAP_MS, this.#rebuildGapMs * 2) : FIRST_REBUILD_GAP_MS;
    this.#rebuiltAt = now;
    this.#asked = false;
    this.#marks = new Map();
    return 'rebuild';
  }
}
