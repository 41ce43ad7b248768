const START = Buffer.of(0, 0, 0, 1);

/** The NAL units of an Annex B stream, without start codes. */
export function nalUnits(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let start = -1;
  for (let at = bytes.indexOf('\u0000\u0000\u0001', 0, 'latin1'); at !== -1; at = bytes.indexOf('\u0000\u0000\u0001', at + 3, 'latin1')) {
    if (start !== -1) keep(bytes.subarray(start, at), found);
    start = at + 3;
  }
  if (start !== -1) keep(bytes.subarray(start), found);
  return found;
}

/** An Annex B stream of these. */
export function joinedUnits(units: readonly Buffer[]): Buffer {
  return Buffer.concat(units.flatMap((unit) => [START, unit]));
}

/** Trailing zeros belong to the next start code or to none. */
function keep(unit: Buffer, found: Buffer[]): void {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end -= 1;
  if (end > 0) found.push(unit.subarray(0, end));
}
