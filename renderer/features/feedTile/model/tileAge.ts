import { STALE_AFTER_MS, tileState } from '#domain/freshness/freshness.ts';
import type { TileState } from '#protocol/nouns/diagnostics.ts';

/**
 * What a tile with a feed may claim. A tile that comes back into view has had no chance of frames meanwhile:
 * it is connecting, not broken, until the usual time has passed since `visibleSinceAt`.
 */
export function visibleTileState(options: {
  feedId: string;
  lastFrameAt: number | null;
  ended: boolean;
  visibleSinceAt: number;
  now: number;
}): TileState {
  const state = tileState(options);
  const returning = options.lastFrameAt !== null && options.lastFrameAt < options.visibleSinceAt;
  return state === 'stale' && returning && options.now - options.visibleSinceAt <= STALE_AFTER_MS ? 'connecting' : state;
}
