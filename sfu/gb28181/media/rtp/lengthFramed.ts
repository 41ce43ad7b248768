/** Cuts a TCP stream into packets that carry their length in two bytes before them (RFC 4571). Holds less than one packet. */
export class LengthFramed {
  readonly #onPacket: (packet: Buffer) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(onPacket: (packet: Buffer) => void) {
    this.#onPacket = onPacket;
  }

  push(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (bytes.length >= 2) {
      const length = bytes.readUInt16BE(0);
      if (bytes.length < 2 + length) break;
      if (length > 0) this.#onPacket(bytes.subarray(2, 2 + length));
      bytes = bytes.subarray(2 + length);
    }
    // A copy: what is kept must not hold on to large chunks.
    this.#rest = Buffer.from(bytes);
  }
}

export function lengthFramed(packet: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(2 + packet.length);
  framed.writeUInt16BE(packet.length, 0);
  packet.copy(framed, 2);
  return framed;
}
