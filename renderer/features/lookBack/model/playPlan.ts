/** Decoded pictures hold memory of the graphics card: few of them wait, and never more than so much time. */
const MOST_WAITING = 12;
const AHEAD_MS = 3_000;

export type Timed = { readonly at: number };
export type Keyed = Timed & { readonly key: boolean };

/**
 * Where a round begins: the key frame that `from` is decoded from, and the first moment that is shown. What lies between them
 * is decoded and not shown. Null while no key frame is there.
 */
export function roundOf(frames: readonly Keyed[], from: number): { readonly firstIndex: number; readonly showFrom: number } | null {
  const before = frames.findLastIndex((frame) => frame.key && frame.at <= from);
  const firstIndex = before === -1 ? frames.findIndex((frame) => frame.key) : before;
  const first = frames[firstIndex];
  return first === undefined ? null : { firstIndex, showFrom: Math.max(first.at, from) };
}

type Progress = {
  /** First frame that was not given to the decoder yet. */
  readonly nextIndex: number;
  /** Frames in the decoder, and decoded ones that wait to be shown. */
  readonly underWay: number;
  /** The moment that is shown now, hall time. */
  readonly shownAt: number;
};

/** How many frames the decoder gets now. When it has nothing at all it gets the next one, however far off: after a pause of the feed, or to a decoder that keeps pictures back. */
export function countToDecode(frames: readonly Timed[], { nextIndex, underWay, shownAt }: Progress): number {
  let count = 0;
  while (underWay + count < MOST_WAITING) {
    const frame = frames[nextIndex + count];
    if (frame === undefined || (frame.at > shownAt + AHEAD_MS && underWay + count > 0)) break;
    count += 1;
  }
  return count;
}

/** Of decoded frames, in order, the one that is due (the last whose time has come), or -1. Those before it were late and are not shown. */
export function indexToShow(decoded: readonly Timed[], shownAt: number): number {
  return decoded.findLastIndex((frame) => frame.at <= shownAt);
}

/** A picture that comes later than this makes the round wait for it, instead of running away from its decoder. */
const PATIENCE_MS = 250;

/** The clock of a round, after a look at what waits: it stands still while there is nothing to show. */
export function heldBack(shownAt: number, next: { readonly lastShownAt: number; readonly waiting: number; readonly complete: boolean }): number {
  const starving = next.waiting === 0 && !next.complete;
  return starving ? Math.min(shownAt, next.lastShownAt + PATIENCE_MS) : shownAt;
}
