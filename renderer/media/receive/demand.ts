/** `paused`: nothing is sent, but the way is kept so that a picture is back within a tenth of a second. */
export type Demand = 'off' | 'paused' | 'on';

/** A tile that leaves the screen for less than this (a page turn, a new grid) keeps receiving, ms. */
export const PAUSE_AFTER_MS = 300;
/** After this long unseen the consumer is given back, ms. */
export const CLOSE_AFTER_MS = 30_000;
/** The same when no tile holds the feed any more; long enough for a tile that only moved, ms. */
export const RELEASE_AFTER_MS = 1_000;

/**
 * What is wanted of a track that was last wanted until `unwantedSinceAt` (null: it is wanted now; ms since the epoch).
 * `wakeAt`: when the answer will change by itself.
 */
export function demandOf(options: { unwantedSinceAt: number | null; held: boolean; now: number }): { demand: Demand; wakeAt: number | null } {
  const { unwantedSinceAt, held, now } = options;
  if (unwantedSinceAt === null) {
    return { demand: 'on', wakeAt: null };
  }
  const closeAt = unwantedSinceAt + (held ? CLOSE_AFTER_MS : RELEASE_AFTER_MS);
  if (now >= closeAt) {
    return { demand: 'off', wakeAt: null };
  }
  const pauseAt = unwantedSinceAt + PAUSE_AFTER_MS;
  return now >= pauseAt ? { demand: 'paused', wakeAt: closeAt } : { demand: 'on', wakeAt: pauseAt };
}
