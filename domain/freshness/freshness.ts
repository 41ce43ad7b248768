import type { TileState } from '#protocol/nouns/diagnostics.ts';

/** A tile without a new frame for this long says so, ms. */
export const STALE_AFTER_MS = 2_000;
/** Where the hall itself knows of no live picture, there is no hiccup to wait out, only a worker's short absence, ms. */
export const STALE_AFTER_END_MS = 1_000;

/**
 * What a tile may claim, from when its newest frame was presented (ms; null: none yet).
 * `ended`: the hall says that the feed has no live picture now.
 */
export function tileState(options: { feedId: string | null; lastFrameAt: number | null; ended: boolean; now: number }): TileState {
  if (options.feedId === null) {
    return 'empty';
  }
  if (options.lastFrameAt === null) {
    return 'connecting';
  }
  return options.now - options.lastFrameAt > (options.ended ? STALE_AFTER_END_MS : STALE_AFTER_MS) ? 'stale' : 'live';
}
