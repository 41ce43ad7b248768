const HEADER_BYTES = 12;
/** Fits every network with room for SRTP and a tunnel. */
const MOST_PAYLOAD_BYTES = 1_200;
const FU_A = 28;

/** Writes the RTP packets of one stream, one after the other. */
export class RtpWriter {
  readonly #ssrc: number;
  readonly #payloadType: number;
  #sequence: number;

  constructor(options: { readonly ssrc: number; readonly payloadType: number; readonly firstSequence?: number }) {
    this.#ssrc = options.ssrc;
    this.#payloadType = options.payloadType;
    this.#sequence = options.firstSequence ?? 0;
  }

  packet(payload: Buffer, { timestamp, marker }: { readonly timestamp: number; readonly marker: boolean }): Buffer {
    const packet = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
    packet[0] = 0x80;
    packet[1] = (marker ? 0x80 : 0) | this.#payloadType;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp >>> 0, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    payload.copy(packet, HEADER_BYTES);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    return packet;
  }

  /** One access unit of H.264 (RFC 6184, packetization mode 1). `timestamp`: 90 kHz. */
  h264(units: readonly Buffer[], timestamp: number): Buffer[] {
    return units.flatMap((unit, index) => {
      const last = index === units.length - 1;
      if (unit.length <= MOST_PAYLOAD_BYTES) return [this.packet(unit, { timestamp, marker: last })];
      const indicator = (unit[0]! & 0xe0) | FU_A;
      const type = unit[0]! & 0x1f;
      const pieces: Buffer[] = [];
      for (let from = 1; from < unit.length; from += MOST_PAYLOAD_BYTES - 2) {
        const to = Math.min(from + MOST_PAYLOAD_BYTES - 2, unit.length);
        const header = type | (from === 1 ? 0x80 : 0) | (to === unit.length ? 0x40 : 0);
        pieces.push(this.packet(Buffer.concat([Buffer.of(indicator, header), unit.subarray(from, to)]), { timestamp, marker: last && to === unit.length }));
      }
      return pieces;
    });
  }
}
