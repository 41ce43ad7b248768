import type { IngestTrack } from '#protocol/media/ingest.ts';

const SEQUENCE_PARAMETERS = 7;
const STAP_A = 24;
const FU_A = 28;
const FU_B = 29;

/**
 * Whether an RTP payload begins a key frame. Must agree with the media worker's own reading, since a viewer is
 * let in at the packet that the worker takes for one: for H264 that is the sequence parameter set, not the IDR slice.
 */
export function isKeyFrameStart(mimeType: IngestTrack['mimeType'], payload: Buffer): boolean {
  if (mimeType === 'video/VP8') return isVp8KeyFrameStart(payload);
  if (mimeType === 'video/H264') return isH264KeyFrameStart(payload);
  return false;
}

/** RFC 7741, 4.2 and 4.3. */
function isVp8KeyFrameStart(payload: Buffer): boolean {
  const first = payload[0] ?? 0;
  const startOfFirstPartition = (first & 0x10) !== 0 && (first & 0x07) === 0;
  if (!startOfFirstPartition) return false;
  let offset = 1;
  if ((first & 0x80) !== 0) {
    const extension = payload[1] ?? 0;
    offset = 2;
    if ((extension & 0x80) !== 0) offset += ((payload[offset] ?? 0) & 0x80) === 0 ? 1 : 2;
    if ((extension & 0x40) !== 0) offset += 1;
    if ((extension & 0x30) !== 0) offset += 1;
  }
  const frame = payload[offset];
  return frame !== undefined && (frame & 0x01) === 0;
}

/** RFC 6184, 5.2. */
function isH264KeyFrameStart(payload: Buffer): boolean {
  if (payload.length < 2) return false;
  const type = payload.readUInt8(0) & 0x1f;
  if (type === SEQUENCE_PARAMETERS) return true;
  if (type === FU_A || type === FU_B) {
    const header = payload.readUInt8(1);
    return (header & 0x80) !== 0 && (header & 0x1f) === SEQUENCE_PARAMETERS;
  }
  if (type !== STAP_A) return false;
  for (let offset = 1; offset + 3 <= payload.length; offset += 2 + payload.readUInt16BE(offset)) {
    if ((payload.readUInt8(offset + 2) & 0x1f) === SEQUENCE_PARAMETERS) return true;
  }
  return false;
}
