import { MAX_DATAGRAM_BYTES } from './rtpPacket.ts';

const SENDER_REPORT = 200;
const PAYLOAD_FEEDBACK = 206;
const PICTURE_LOSS = 1;
const FULL_INTRA_REQUEST = 4;

type RtcpPart = { readonly type: number; readonly format: number; readonly ssrc: number };

/** The parts of a compound packet, or null when it is not one (RFC 3550, 6.1 and appendix A.2). */
function readParts(packet: Buffer): RtcpPart[] | null {
  if (packet.length > MAX_DATAGRAM_BYTES) return null;
  const parts: RtcpPart[] = [];
  let offset = 0;
  while (offset < packet.length) {
    if (packet.length - offset < 8) return null;
    const first = packet.readUInt8(offset);
    if (first >> 6 !== 2) return null;
    const length = 4 * (packet.readUInt16BE(offset + 2) + 1);
    if (length < 8 || offset + length > packet.length) return null;
    parts.push({ type: packet.readUInt8(offset + 1), format: first & 0x1f, ssrc: packet.readUInt32BE(offset + 4) });
    offset += length;
  }
  return parts.length === 0 ? null : parts;
}

/** A whole sender report of this source, alone or with its companions. */
export function isSenderReportOf(packet: Buffer, ssrc: number): boolean {
  const parts = readParts(packet);
  const first = parts?.[0];
  return first !== undefined && first.type === SENDER_REPORT && first.ssrc === ssrc && packet.length >= 28;
}

/** Whether the media plane asks for a key frame (PLI or FIR). */
export function isKeyFrameRequest(packet: Buffer): boolean {
  const parts = readParts(packet) ?? [];
  return parts.some(
    ({ type, format }) => type === PAYLOAD_FEEDBACK && (format === PICTURE_LOSS || format === FULL_INTRA_REQUEST),
  );
}
