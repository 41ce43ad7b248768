import { MOST_GAP_MS } from './replayAt.ts';
import type { ReplayTrack } from './track.ts';

/** A track from `[at, longitude, latitude]` rows. */
export function trackOf(rows: readonly (readonly [number, number, number])[], unitId = 'unit-1'): ReplayTrack {
  return {
    unitId,
    name: unitId,
    kind: 'phone',
    mostGapMs: MOST_GAP_MS,
    at: Float64Array.from(rows, ([at]) => at),
    longitudes: Float64Array.from(rows, ([, longitude]) => longitude),
    latitudes: Float64Array.from(rows, ([, , latitude]) => latitude),
  };
}
