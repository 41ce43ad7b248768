/** The bytes of one VP8 frame from the payloads of its RTP packets (RFC 7741), without their descriptors; null for what is none. */
export function vp8Frame(parts: readonly Buffer[]): Buffer | null {
  const pieces: Buffer[] = [];
  for (const part of parts) {
    const from = descriptorBytes(part);
    if (from === null || from >= part.length) return null;
    pieces.push(part.subarray(from));
  }
  return pieces.length === 0 ? null : Buffer.concat(pieces);
}

/** Whether a decoder can begin with it. */
export function isVp8KeyFrame(frame: Buffer): boolean {
  return (frame[0]! & 1) === 0;
}

function descriptorBytes(part: Buffer): number | null {
  const first = part[0];
  if (first === undefined) return null;
  let at = 1;
  if ((first & 0x80) !== 0) {
    const extension = part[1];
    if (extension === undefined) return null;
    at = 2;
    if ((extension & 0x80) !== 0) at += ((part[at] ?? 0) & 0x80) !== 0 ? 2 : 1;
    if ((extension & 0x40) !== 0) at += 1;
    if ((extension & 0x30) !== 0) at += 1;
  }
  return at;
}
