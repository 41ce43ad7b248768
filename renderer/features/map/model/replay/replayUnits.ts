import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';
import type { UnitTrails } from '../../../../hot/unitTrails.ts';
import type { UnitPositions } from '../units/unitPositions.ts';
import { replayAt, type ReplayedUnit } from './replayAt.ts';
import type { ReplayTrack } from './track.ts';

/** Archived positions in the form that the map draws live ones from. */
export interface ReplayUnits extends UnitPositions, Pick<UnitTrails, 'positionsOf'> {
  /** Shows this moment, hall time, ms since the epoch. */
  seek(at: number): void;
}

const TRAIL_MS = 5 * 60_000;
/** More would draw each pixel of the way many times over. */
const TRAIL_POINTS = 60;

export function createReplayUnits(tracks: readonly ReplayTrack[]): ReplayUnits {
  const count = tracks.length;
  const unitIds = tracks.map(({ unitId }) => unitId);
  const names = new Map(tracks.map(({ unitId, name }) => [unitId, name]));
  const longitudes = new Float64Array(count);
  const latitudes = new Float64Array(count);
  const headingsDeg = new Float32Array(count);
  const speedsMps = new Float32Array(count);
  const receivedAt = new Float64Array(count);
  const states = new Uint8Array(count);
  const listeners = new Set<() => void>();
  let shown: readonly ReplayedUnit[] = [];
  let shownAt = 0;
  let version = 0;
  return {
    count,
    unitIds,
    longitudes,
    latitudes,
    headingsDeg,
    speedsMps,
    receivedAt,
    states,
    get version() {
      return version;
    },
    nameOf: (unitId) => names.get(unitId) ?? '',
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    seek(at) {
      shownAt = at;
      shown = replayAt(tracks, at);
      shown.forEach(({ place, fresh }, row) => {
        receivedAt[row] = place ? at : 0;
        longitudes[row] = place?.longitudeDeg ?? 0;
        latitudes[row] = place?.latitudeDeg ?? 0;
        headingsDeg[row] = place?.headingDeg ?? 0;
        speedsMps[row] = place?.speedMps ?? 0;
        states[row] = fresh ? UNIT_STATE.live : UNIT_STATE.stale;
      });
      version += 1;
      listeners.forEach((listener) => listener());
    },
    positionsOf(row) {
      const track = tracks[row];
      const last = shown[row]?.index ?? -1;
      if (!track || last < 0) {
        return new Float64Array(0);
      }
      let first = last;
      while (first > 0 && (track.at[first - 1] ?? 0) >= shownAt - TRAIL_MS && (track.at[first] ?? 0) - (track.at[first - 1] ?? 0) <= track.mostGapMs) {
        first -= 1;
      }
      const every = Math.ceil((last - first + 1) / TRAIL_POINTS);
      const points = Math.floor((last - first) / every) + 1;
      const trail = new Float64Array(points * 2);
      for (let point = 0; point < points; point += 1) {
        // Counted from the newest, so that the way's end is where the unit is.
        const index = last - (points - 1 - point) * every;
        trail[point * 2] = track.longitudes[index] ?? 0;
        trail[point * 2 + 1] = track.latitudes[index] ?? 0;
      }
      return trail;
    },
  };
}
