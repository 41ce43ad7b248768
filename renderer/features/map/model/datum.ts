import gcoord from 'gcoord';

/** Longitude and latitude in degrees, east and north positive. */
export type Position = readonly [longitudeDeg: number, latitudeDeg: number];

/**
 * Reference systems that devices and map services in China hand out. Storage is always WGS-84.
 * CGCS2000 differs from WGS-84 by centimetres, so it is the same numbers under its own name.
 */
export type Datum = 'WGS-84' | 'GCJ-02' | 'BD-09' | 'CGCS2000';

/** The systems the pointer read-out cycles through. */
export const readoutDatums = ['WGS-84', 'GCJ-02', 'CGCS2000'] as const satisfies readonly Datum[];

const systems = {
  'WGS-84': gcoord.WGS84,
  'GCJ-02': gcoord.GCJ02,
  'BD-09': gcoord.BD09,
  CGCS2000: gcoord.WGS84,
} as const;

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

/** The datum after this one in the read-out's cycle. */
export function nextReadoutDatum(datum: Datum): Datum {
  const at = readoutDatums.findIndex((candidate) => candidate === datum);
  return readoutDatums[(at + 1) % readoutDatums.length] ?? 'WGS-84';
}

/** `119.30620°E 26.08230°N`: five decimals are about a metre. */
export function formatPosition([longitudeDeg, latitudeDeg]: Position): string {
  const east = `${Math.abs(longitudeDeg).toFixed(5)}°${longitudeDeg < 0 ? 'W' : 'E'}`;
  const north = `${Math.abs(latitudeDeg).toFixed(5)}°${latitudeDeg < 0 ? 'S' : 'N'}`;
  return `${east} ${north}`;
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
