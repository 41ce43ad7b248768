const AGGREGATE = 48;
const PIECE = 49;

/** The NAL units in the payloads of one frame of H.265 over RTP (RFC 7798, without DONL). Pieces of units that are not whole are left out. */
export function h265Units(parts: readonly Buffer[]): Buffer[] {
  const units: Buffer[] = [];
  let pieces: Buffer[] = [];
  for (const part of parts) {
    if (part.length < 3) continue;
    const type = typeOf(part);
    if (type === AGGREGATE) {
      for (let at = 2; at + 2 < part.length; at += 2 + part.readUInt16BE(at)) units.push(part.subarray(at + 2, at + 2 + part.readUInt16BE(at)));
    } else if (type === PIECE) {
      const header = part[2]!;
      if ((header & 0x80) !== 0) pieces = [Buffer.of((part[0]! & 0x81) | ((header & 0x3f) << 1), part[1]!)];
      if (pieces.length > 0) pieces.push(part.subarray(3));
      if ((header & 0x40) !== 0 && pieces.length > 1) {
        units.push(Buffer.concat(pieces));
        pieces = [];
      }
    } else units.push(part);
  }
  return units.filter(({ length }) => length > 0);
}

/** Whether a picture can begin with this payload: no later piece of a unit, and no slice but the first. */
export function beginsH265Picture(part: Buffer): boolean {
  const isPiece = typeOf(part) === PIECE;
  if (isPiece && ((part[2] ?? 0) & 0x80) === 0) return false;
  const type = isPiece ? (part[2] ?? 0) & 0x3f : typeOf(part);
  // first_slice_segment_in_pic_flag
  return type >= 32 || ((part[isPiece ? 3 : 2] ?? 0) & 0x80) !== 0;
}

function typeOf(part: Buffer): number {
  return (part[0] ?? 0) >> 1 & 0x3f;
}
