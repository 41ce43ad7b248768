import type { TileState } from '#protocol/nouns/diagnostics.ts';

/** A tile without a new frame for this long says so, ms. */
export const STALE_AFTER_MS = 2_000;

/** What a tile may claim, from when its newest frame was presented (ms; null: none yet). */
export function tileState(options: { feedId: string | null; lastFrameAt: number | null; now: number }): TileState {
  if (options.feedId === null) {
    return 'empty';
  }
  if (options.lastFrameAt === null) {
    return 'connecting';
  }
  return options.now - options.lastFrameAt > STALE_AFTER_MS ? 'stale' : 'live';
}
