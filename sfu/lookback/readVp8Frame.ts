import type { FrameReader } from './rtpFrame.ts';

/** RFC 7741: what follows the payload descriptors, one after the other. */
export const readVp8Frame: FrameReader = (payloads) => {
  const [first] = payloads;
  if (first === undefined || !startsFrame(first)) {
    return null;
  }
  const bytes = Buffer.concat(payloads.map((payload) => payload.subarray(descriptorBytes(payload))));
  const header = bytes[0];
  return header === undefined ? null : { key: (header & 0x01) === 0, bytes };
};

/** The S bit, in partition 0. */
function startsFrame(payload: Buffer): boolean {
  const flags = payload[0] ?? 0;
  return (flags & 0x10) !== 0 && (flags & 0x07) === 0;
}

function descriptorBytes(payload: Buffer): number {
  if (((payload[0] ?? 0) & 0x80) === 0) {
    return 1;
  }
  const extension = payload[1] ?? 0;
  let length = 2;
  if ((extension & 0x80) !== 0) length += ((payload[length] ?? 0) & 0x80) === 0 ? 1 : 2;
  if ((extension & 0x40) !== 0) length += 1;
  if ((extension & 0x30) !== 0) length += 1;
  return length;
}
