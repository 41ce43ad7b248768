/** Larger datagrams were never RTP for a network path; the media workers refuse them too. */
export const MAX_DATAGRAM_BYTES = 1_500;

export type RtpHeader = {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** Where the payload begins and ends, bytes. */
  readonly payloadStart: number;
  readonly payloadEnd: number;
};

/** RFC 5761: on a shared port the second byte of RTCP lies here; RTP with payload types 96 to 127 never does. */
export function isRtcp(datagram: Buffer): boolean {
  const type = datagram[1] ?? 0;
  return type >= 192 && type <= 223;
}

/** Null for anything that is no whole RTP packet (RFC 3550, 5.1). */
export function readRtpHeader(packet: Buffer): RtpHeader | null {
  if (packet.length < 13 || packet.length > MAX_DATAGRAM_BYTES) return null;
  const first = packet.readUInt8(0);
  if (first >> 6 !== 2) return null;
  const second = packet.readUInt8(1);
  let payloadStart = 12 + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (packet.length < payloadStart + 4) return null;
    payloadStart += 4 + 4 * packet.readUInt16BE(payloadStart + 2);
  }
  const padding = (first & 0x20) === 0 ? 0 : packet.readUInt8(packet.length - 1);
  if ((first & 0x20) !== 0 && padding === 0) return null;
  const payloadEnd = packet.length - padding;
  if (payloadStart > payloadEnd) return null;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequenceNumber: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payloadStart,
    payloadEnd,
  };
}
