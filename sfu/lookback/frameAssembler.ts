import { H264Reader } from './h264Reader.ts';
import { readVp8Frame } from './readVp8Frame.ts';
import type { FrameReader } from './rtpFrame.ts';

/** A packet that is missing is waited for until so many later ones came: longer than a retransmission takes. */
const MOST_WAITING = 96;
const TICKS_PER_MS = 90;

export type MediaFrame = {
  /** On the source's own clock, ms; counts on over the wrap of the wire's. */
  readonly mediaMs: number;
  readonly key: boolean;
  readonly bytes: Buffer;
  /** As WebCodecs names it. */
  readonly codec: string;
};

export type FrameAssemblerOptions = {
  readonly mimeType: string;
  readonly onFrame: (frame: MediaFrame) => void;
  /** A frame is lost: nothing comes until the next key frame. */
  readonly onLoss: () => void;
};

/** Makes frames of RTP packets, in order. Packets that come again or too late are dropped; after a loss the next frame is a key frame. */
export class FrameAssembler {
  readonly #options: FrameAssemblerOptions;
  readonly #read: FrameReader;
  readonly #codec: () => string;
  readonly #waiting = new Map<number, Buffer>();
  /** Number of the packet that comes next, counted on over the wrap; null before the first. */
  #next: number | null = null;
  #payloads: Buffer[] = [];
  #ticks: number | null = null;
  #awaitsKey = true;
  /** In the midst of a frame whose beginning is lost. */
  #broken = false;

  private constructor(options: FrameAssemblerOptions, reader: { read: FrameReader; codec: () => string }) {
    this.#options = options;
    this.#read = reader.read;
    this.#codec = reader.codec;
  }

  /** Null for a codec whose packets it cannot read. */
  static create(options: FrameAssemblerOptions): FrameAssembler | null {
    switch (options.mimeType.toLowerCase()) {
      case 'video/vp8':
        return new FrameAssembler(options, { read: readVp8Frame, codec: () => 'vp8' });
      case 'video/h264': {
        const reader = new H264Reader();
        return new FrameAssembler(options, { read: (payloads) => reader.read(payloads), codec: () => reader.codec });
      }
      default:
        return null;
    }
  }

  push(packet: Buffer): void {
    if (packet.length < 12 || packet.readUInt8(0) >> 6 !== 2) {
      return;
    }
    const number = unwrap(packet.readUInt16BE(2), this.#next, 0x1_0000);
    this.#next ??= number;
    if (number < this.#next) {
      return;
    }
    this.#waiting.set(number, packet);
    this.#takeInOrder();
    if (this.#waiting.size > MOST_WAITING) {
      this.#next = Math.min(...this.#waiting.keys());
      this.#lose();
      this.#takeInOrder();
    }
  }

  #takeInOrder(): void {
    for (let next = this.#next ?? 0; ; next += 1) {
      this.#next = next;
      const packet = this.#waiting.get(next);
      if (packet === undefined) {
        return;
      }
      this.#waiting.delete(next);
      this.#take(packet);
    }
  }

  #take(packet: Buffer): void {
    const ticks = unwrap(packet.readUInt32BE(4), this.#ticks, 0x1_0000_0000);
    if (ticks !== this.#ticks) {
      // The former frame's last packet may lack its mark; nothing of it is missing.
      this.#finish();
      this.#broken = false;
    }
    this.#ticks = ticks;
    const payload = payloadOf(packet);
    if (payload !== null && payload.length > 0) {
      this.#payloads.push(payload);
    }
    if ((packet.readUInt8(1) & 0x80) !== 0) {
      this.#finish();
    }
  }

  #finish(): void {
    const payloads = this.#payloads;
    this.#payloads = [];
    if (payloads.length === 0 || this.#broken || this.#ticks === null) {
      return;
    }
    const frame = this.#read(payloads);
    if (frame === null) {
      this.#lose();
      return;
    }
    if (frame.key) {
      this.#awaitsKey = false;
    }
    if (!this.#awaitsKey) {
      this.#options.onFrame({ ...frame, mediaMs: this.#ticks / TICKS_PER_MS, codec: this.#codec() });
    }
  }

  #lose(): void {
    this.#payloads = [];
    this.#broken = true;
    this.#awaitsKey = true;
    this.#options.onLoss();
  }
}

/** The whole number nearest to the former one whose lower bits are these. */
function unwrap(wire: number, former: number | null, modulus: number): number {
  if (former === null) {
    return wire + modulus;
  }
  const ahead = (((wire - former) % modulus) + modulus) % modulus;
  return former + (ahead >= modulus / 2 ? ahead - modulus : ahead);
}

/** Null for a packet that is cut short. */
function payloadOf(packet: Buffer): Buffer | null {
  const first = packet.readUInt8(0);
  let start = 12 + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (packet.length < start + 4) return null;
    start += 4 + 4 * packet.readUInt16BE(start + 2);
  }
  const end = packet.length - ((first & 0x20) === 0 ? 0 : packet.readUInt8(packet.length - 1));
  return start > end ? null : packet.subarray(start, end);
}
