import type { Datum } from '#protocol/telemetry/frames.ts';

/** The systems the pointer read-out cycles through. */
const readoutDatums = ['WGS-84', 'GCJ-02', 'BD-09', 'CGCS2000'] as const satisfies readonly Datum[];

/** The datum after this one in the read-out's cycle. */
export function nextReadoutDatum(datum: Datum): Datum {
  const at = readoutDatums.findIndex((candidate) => candidate === datum);
  return readoutDatums[(at + 1) % readoutDatums.length] ?? 'WGS-84';
}
