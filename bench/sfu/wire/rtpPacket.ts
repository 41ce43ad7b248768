export type Vp8Packet = {
  readonly payloadType: number;
  readonly ssrc: number;
  /** Counts on past 16 bits. */
  readonly sequenceNumber: number;
  /** In 90,000ths of a second; counts on past 32 bits. */
  readonly timestamp: number;
  /** Of the frame; counts on past 15 bits. */
  readonly pictureId: number;
  /** Of the whole packet, header and all. */
  readonly bytes: number;
};

const HEADER_BYTES = 12;

/**
 * A frame of VP8 in one packet (RFC 7741). Each is a key frame, so that no forwarder waits for one, and its descriptor
 * has a picture id, without which mediasoup does not take it for one. The picture itself is nothing that decodes.
 */
export function vp8Packet({ payloadType, ssrc, sequenceNumber, timestamp, pictureId, bytes }: Vp8Packet): Buffer {
  const packet = Buffer.alloc(bytes, 0xa5);
  packet[0] = 0x80; // version 2
  packet[1] = 0x80 | payloadType; // the marker: last packet of its frame
  packet.writeUInt16BE(sequenceNumber & 0xff_ff, 2);
  packet.writeUInt32BE(timestamp % 2 ** 32, 4);
  packet.writeUInt32BE(ssrc, 8);
  let at = HEADER_BYTES;
  packet[at++] = 0x90; // X, and S: the first packet of partition 0
  packet[at++] = 0x80; // I
  packet.writeUInt16BE(0x80_00 | (pictureId & 0x7f_ff), at); // M: 15 bits of picture id
  at += 2;
  const firstPartition = bytes - at - 10;
  packet.writeUIntLE((firstPartition << 5) | 0x10, at, 3); // shown, version 0, P = 0: a key frame
  at += 3;
  packet.set([0x9d, 0x01, 0x2a], at); // start code
  packet.writeUInt16LE(640, at + 3);
  packet.writeUInt16LE(360, at + 5);
  return packet;
}

/** RTP and RTCP come in on one port (RFC 5761): is this RTP of that payload type? */
export function isRtpOf(payloadType: number, packet: Uint8Array): boolean {
  return packet.length > HEADER_BYTES && ((packet[0] ?? 0) & 0xc0) === 0x80 && ((packet[1] ?? 0) & 0x7f) === payloadType;
}
