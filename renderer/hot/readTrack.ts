import type { UnitId } from '#protocol/nouns/ids.ts';
import { unpackTrack } from '#protocol/telemetry/packedTrack.ts';
import type { HallLink } from '../link/hallLink.ts';

/** Where one unit was, as columns of the same length, by time. */
export type ReadTrack = {
  readonly unitId: UnitId;
  /** Hall time, ms since the epoch; ascending. */
  readonly times: Float64Array;
  /** Longitude and latitude (WGS-84, degrees) in turn. */
  readonly positions: Float64Array;
  readonly headingsDeg: Float32Array;
  readonly speedsMps: Float32Array;
  /** Whoever goes evenly from point to point is never farther from the true way at the same time, metres. */
  readonly toleranceM: number;
  /** Fixes that the hall has of this time, as far as it read. */
  readonly fixes: number;
  /** The hall has more of this time: ask again from the last of `times` on. */
  readonly more: boolean;
};

/** `from`, `until`: hall time, ms since the epoch; at most `TRACK_LIMITS` of units, points and length of time. */
export type TrackSpan = { readonly unitIds: readonly UnitId[]; readonly from: number; readonly until: number; readonly maxPoints: number };

/** Asks the hall where units were; the look is recorded there. Errors: those of `link.request`; TelemetryFrameError for an answer that is no track. */
export async function readTrack(link: Pick<HallLink, 'request'>, span: TrackSpan, options: { readonly signal?: AbortSignal } = {}): Promise<ReadTrack[]> {
  const { tracks } = await link.request('track.read', { ...span, unitIds: [...span.unitIds] }, options);
  return tracks.map(({ packed, ...facts }) => ({ ...facts, ...columnsOf(packed) }));
}

function columnsOf(packed: string): Pick<ReadTrack, 'times' | 'positions' | 'headingsDeg' | 'speedsMps'> {
  const points = unpackTrack(Uint8Array.from(atob(packed), (character) => character.charCodeAt(0)));
  const columns = {
    times: new Float64Array(points.length),
    positions: new Float64Array(points.length * 2),
    headingsDeg: new Float32Array(points.length),
    speedsMps: new Float32Array(points.length),
  };
  for (const [index, { at, longitudeDeg, latitudeDeg, headingDeg, speedMps }] of points.entries()) {
    columns.times[index] = at;
    columns.positions[index * 2] = longitudeDeg;
    columns.positions[index * 2 + 1] = latitudeDeg;
    columns.headingsDeg[index] = headingDeg;
    columns.speedsMps[index] = speedMps;
  }
  return columns;
}
