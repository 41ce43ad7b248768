import gcoord from 'gcoord';
import type { Datum } from '#protocol/telemetry/frames.ts';

/** Longitude and latitude in degrees, east and north positive. */
export type Position = readonly [longitudeDeg: number, latitudeDeg: number];

const systems = {
  'WGS-84': gcoord.WGS84,
  'GCJ-02': gcoord.GCJ02,
  'BD-09': gcoord.BD09,
  // The same numbers under its own name, for this use.
  CGCS2000: gcoord.WGS84,
} as const satisfies Record<Datum, unknown>;

/** Converts between reference systems. Positions outside China's bounding box pass unshifted. */
export function convertDatum(position: Position, change: { readonly from: Datum; readonly to: Datum }): Position {
  const from = systems[change.from];
  const to = systems[change.to];
  if (from === to) {
    return position;
  }
  const [longitudeDeg, latitudeDeg] = gcoord.transform([position[0], position[1]], from, to);
  return [longitudeDeg, latitudeDeg];
}

const EARTH_RADIUS_M = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in metres. */
export function distanceM(a: Position, b: Position): number {
  const latitudeHalf = Math.sin(radians(b[1] - a[1]) / 2);
  const longitudeHalf = Math.sin(radians(b[0] - a[0]) / 2);
  const chord = latitudeHalf ** 2 + Math.cos(radians(a[1])) * Math.cos(radians(b[1])) * longitudeHalf ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}
