const MOST_FRAME_BYTES = 4 * 1_024 * 1_024;
const MOST_FRAME_PACKETS = 16_384;
/** A packet may be overtaken by so many, and for so long, ms; what is missing then is lost. */
const REORDER_WINDOW = 48;
const REORDER_MS = 150;
const HALF = 0x8000;

export type RtpFrame = {
  readonly payloadType: number;
  /** As the sender counts. */
  readonly timestamp: number;
  /** The payloads of its packets. */
  readonly parts: readonly Buffer[];
  /** Something in it is missing. */
  readonly hole: boolean;
  /** Something before it is missing, and perhaps its own beginning. */
  readonly afterGap: boolean;
};

type Packet = { readonly sequence: number; readonly timestamp: number; readonly marker: boolean; readonly payloadType: number; readonly payload: Buffer };

/** Puts the payloads of one time stamp together, in order, and says where something is missing. Takes bytes of any kind. */
export class RtpFrames {
  readonly #ssrc: () => number | null;
  readonly #onFrame: (frame: RtpFrame) => void;
  readonly #waiting = new Map<number, Packet>();
  #next: number | null = null;
  /** Since when a packet is missed. */
  #gapSinceAt: number | null = null;
  #parts: Packet[] = [];
  #bytes = 0;
  #hole = false;
  #afterGap = false;

  /** `ssrc`: whose packets count; null: of whoever comes first. */
  constructor(options: { readonly ssrc: () => number | null; readonly onFrame: (frame: RtpFrame) => void }) {
    this.#ssrc = options.ssrc;
    this.#onFrame = options.onFrame;
  }

  /** False: it is no packet of this stream. */
  push(datagram: Buffer): boolean {
    const packet = readPacket(datagram, this.#ssrc());
    if (packet === null) return false;
    this.#next ??= packet.sequence;
    const ahead = (packet.sequence - this.#next) & 0xffff;
    // Behind: it came too late, or twice. Far behind or ahead: the sender has begun anew.
    if (ahead >= HALF && ahead < 0x10000 - 1_000) this.#begin(packet.sequence);
    else if (ahead >= HALF) return true;
    this.#waiting.set(packet.sequence, packet);
    this.#takeInOrder();
    while (this.#isLost()) {
      // What is missing may have ended one frame and begun the next.
      this.#hole = this.#parts.length > 0;
      this.#finish();
      this.#afterGap = true;
      this.#next = this.#nearest();
      this.#takeInOrder();
    }
    return true;
  }

  #isLost(): boolean {
    if (this.#waiting.size === 0) {
      this.#gapSinceAt = null;
      return false;
    }
    const now = performance.now();
    this.#gapSinceAt ??= now;
    const lost = this.#waiting.size > REORDER_WINDOW || now - this.#gapSinceAt > REORDER_MS;
    if (lost) this.#gapSinceAt = null;
    return lost;
  }

  #begin(sequence: number): void {
    this.#waiting.clear();
    this.#drop();
    this.#afterGap = true;
    this.#next = sequence;
  }

  #nearest(): number {
    const next = this.#next ?? 0;
    let best = next;
    let least = Infinity;
    for (const sequence of this.#waiting.keys()) {
      const ahead = (sequence - next) & 0xffff;
      if (ahead < least) [best, least] = [sequence, ahead];
    }
    return best;
  }

  #takeInOrder(): void {
    for (;;) {
      const packet = this.#next === null ? undefined : this.#waiting.get(this.#next);
      if (packet === undefined) return;
      this.#waiting.delete(packet.sequence);
      this.#next = (packet.sequence + 1) & 0xffff;
      if (this.#parts[0] !== undefined && this.#parts[0].timestamp !== packet.timestamp) this.#finish();
      this.#parts.push(packet);
      this.#bytes += packet.payload.length;
      if (this.#bytes > MOST_FRAME_BYTES || this.#parts.length > MOST_FRAME_PACKETS) {
        this.#drop();
        this.#afterGap = true;
      } else if (packet.marker) this.#finish();
    }
  }

  #finish(): void {
    const [first] = this.#parts;
    if (first === undefined) return;
    const frame: RtpFrame = { payloadType: first.payloadType, timestamp: first.timestamp, parts: this.#parts.map(({ payload }) => payload), hole: this.#hole, afterGap: this.#afterGap };
    this.#drop();
    this.#afterGap = false;
    this.#onFrame(frame);
  }

  #drop(): void {
    this.#parts = [];
    this.#bytes = 0;
    this.#hole = false;
  }
}

function readPacket(bytes: Buffer, ssrc: number | null): Packet | null {
  if (bytes.length < 12 || bytes[0]! >> 6 !== 2) return null;
  const payloadType = bytes[1]! & 0x7f;
  // RTCP of a sender that uses one port for both.
  if (payloadType >= 64 && payloadType <= 95) return null;
  if (ssrc !== null && bytes.readUInt32BE(8) !== ssrc) return null;
  let start = 12 + 4 * (bytes[0]! & 0x0f);
  if ((bytes[0]! & 0x10) !== 0) start = start + 4 <= bytes.length ? start + 4 + 4 * bytes.readUInt16BE(start + 2) : bytes.length + 1;
  const end = bytes.length - ((bytes[0]! & 0x20) === 0 ? 0 : bytes[bytes.length - 1]!);
  if (start >= end) return null;
  return { sequence: bytes.readUInt16BE(2), timestamp: bytes.readUInt32BE(4), marker: (bytes[1]! & 0x80) !== 0, payloadType, payload: bytes.subarray(start, end) };
}
