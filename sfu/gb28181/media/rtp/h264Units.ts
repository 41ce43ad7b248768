const STAP_A = 24;
const FU_A = 28;

/** The NAL units in the payloads of one frame of H.264 over RTP (RFC 6184, mode 1). Pieces of units that are not whole are left out. */
export function h264Units(parts: readonly Buffer[]): Buffer[] {
  const units: Buffer[] = [];
  let pieces: Buffer[] = [];
  for (const part of parts) {
    if (part.length < 2) continue;
    const type = part[0]! & 0x1f;
    if (type === STAP_A) {
      for (let at = 1; at + 2 < part.length; at += 2 + part.readUInt16BE(at)) units.push(part.subarray(at + 2, at + 2 + part.readUInt16BE(at)));
    } else if (type === FU_A) {
      const header = part[1]!;
      if ((header & 0x80) !== 0) pieces = [Buffer.of((part[0]! & 0xe0) | (header & 0x1f))];
      if (pieces.length > 0) pieces.push(part.subarray(2));
      if ((header & 0x40) !== 0 && pieces.length > 1) {
        units.push(Buffer.concat(pieces));
        pieces = [];
      }
    } else {
      units.push(part);
    }
  }
  return units.filter(({ length }) => length > 0);
}

/** Whether a picture can begin with this payload: no later piece of a unit, and no slice but the first. */
export function beginsPicture(part: Buffer): boolean {
  const type = (part[0] ?? 0) & 0x1f;
  const isPiece = type === FU_A;
  if (isPiece && ((part[1] ?? 0) & 0x80) === 0) return false;
  const unitType = isPiece ? (part[1] ?? 0) & 0x1f : type;
  // first_mb_in_slice is 0 where its first bit is set.
  return (unitType !== 1 && unitType !== 5) || ((part[isPiece ? 2 : 1] ?? 0) & 0x80) !== 0;
}
