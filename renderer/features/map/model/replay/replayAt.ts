import type { ReplayTrack } from './track.ts';

/** Where a unit was at a moment. */
export type ReplayedUnit = {
  /** Null: nothing is known of it at or before that moment. */
  readonly place: { readonly longitudeDeg: number; readonly latitudeDeg: number; readonly headingDeg: number; readonly speedMps: number } | null;
  /** False: its last known place, from before a gap. */
  readonly fresh: boolean;
  /** The newest fix at or before the moment; -1: none. */
  readonly index: number;
};

/** `ReplayTrack.mostGapMs` of a track that has every fix. */
export const MOST_GAP_MS = 30_000;
const METRES_PER_DEGREE = 111_195;

/** The last index whose time is at or before `at`; -1: none. */
export function indexAt(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

function replayUnit(track: ReplayTrack, at: number): ReplayedUnit {
  const index = indexAt(track.at, at);
  if (index < 0) {
    return { place: null, fresh: false, index };
  }
  const longitude = track.longitudes[index] ?? 0;
  const latitude = track.latitudes[index] ?? 0;
  const fixedAt = track.at[index] ?? 0;
  const next = index + 1;
  const gapMs = next < track.at.length ? (track.at[next] ?? 0) - fixedAt : Infinity;
  if (gapMs > track.mostGapMs) {
    // After its last fix a unit counts as there for as long as a gap may be.
    return { place: { longitudeDeg: longitude, latitudeDeg: latitude, headingDeg: 0, speedMps: 0 }, fresh: at - fixedAt <= track.mostGapMs, index };
  }
  const part = (at - fixedAt) / gapMs;
  const eastDeg = (track.longitudes[next] ?? 0) - longitude;
  const northDeg = (track.latitudes[next] ?? 0) - latitude;
  const eastM = eastDeg * METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  const northM = northDeg * METRES_PER_DEGREE;
  return {
    place: {
      longitudeDeg: longitude + eastDeg * part,
      latitudeDeg: latitude + northDeg * part,
      headingDeg: ((Math.atan2(eastM, northM) * 180) / Math.PI + 360) % 360,
      speedMps: (Math.hypot(eastM, northM) * 1000) / gapMs,
    },
    fresh: true,
    index,
  };
}

/** Where every unit was at a moment, in the order of the tracks. */
export function replayAt(tracks: readonly ReplayTrack[], at: number): ReplayedUnit[] {
  return tracks.map((track) => replayUnit(track, at));
}
