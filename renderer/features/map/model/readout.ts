import type { Position } from '#domain/geodesy/datum.ts';
import type { Datum } from '#protocol/telemetry/frames.ts';

/** The systems the pointer read-out cycles through. */
const readoutDatums = ['WGS-84', 'GCJ-02', 'CGCS2000'] as const satisfies readonly Datum[];

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
