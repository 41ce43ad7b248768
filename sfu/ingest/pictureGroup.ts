import type { RtpHeader } from './rtpPacket.ts';

/** The worker takes packets up to 1 500 behind the newest for late ones; older ones would reset the stream. */
const MAX_PACKETS = 1_400;
const MAX_BYTES = 2 * 1024 * 1024;
/** Replayed frames are spread over less than one frame at 60 fps, in 90 kHz ticks. */
const REPLAY_SPAN_TICKS = 1_000;
const REPLAY_STEP_TICKS = 9;

type Kept = { readonly packet: Buffer; readonly sequenceNumber: number; readonly timestamp: number; readonly marker: boolean };

/**
 * The packets of one video track since its last key frame began: what a decoder needs to show the picture of now.
 * Recorders and cameras rarely answer key-frame requests; repeating these packets answers in their stead.
 */
export class PictureGroup {
  #kept: Kept[] = [];
  #bytes = 0;

  add(packet: Buffer, header: RtpHeader, startsKeyFrame: boolean): void {
    const { sequenceNumber, timestamp, marker } = header;
    const first = this.#kept[0];
    const last = this.#kept.at(-1);
    const follows = last === undefined || distance(last.sequenceNumber, sequenceNumber) > 0;
    // Parameter sets and slices of one key frame share its timestamp; only another frame begins a new group.
    if (startsKeyFrame && follows && first?.timestamp !== timestamp) this.clear();
    else if (first === undefined) return;
    if (this.#kept.length >= MAX_PACKETS || this.#bytes + packet.length > MAX_BYTES) {
      this.clear();
      return;
    }
    const index = this.#kept.findLastIndex((kept) => distance(kept.sequenceNumber, sequenceNumber) >= 0);
    if (this.#kept[index]?.sequenceNumber === sequenceNumber) return;
    // Earlier than the first: the tail of the group before, late.
    if (index < 0 && this.#kept.length > 0) return;
    this.#kept.splice(index + 1, 0, { packet, sequenceNumber, timestamp, marker });
    this.#bytes += packet.length;
  }

  clear(): void {
    this.#kept = [];
    this.#bytes = 0;
  }

  /** Begins with a key frame and has no hole. */
  get isWhole(): boolean {
    const first = this.#kept[0];
    const last = this.#kept.at(-1);
    return first !== undefined && last !== undefined && distance(first.sequenceNumber, last.sequenceNumber) === this.#kept.length - 1;
  }

  /** The newest frame is complete. */
  get endsWithFrame(): boolean {
    return this.#kept.at(-1)?.marker === true;
  }

  /**
   * The group once more, for receivers that wait for a key frame. Sequence numbers stay, so that whoever has the packets already
   * drops them as repeated. Timestamps are drawn together just behind the newest frame: a receiver would otherwise play
   * the group at its old pace and stay behind by its length ever after.
   */
  replay(): Buffer[] {
    const newest = this.#kept.at(-1);
    if (newest === undefined) return [];
    const frames = new Set(this.#kept.map((kept) => kept.timestamp)).size;
    const step = Math.max(1, Math.min(REPLAY_STEP_TICKS, Math.floor(REPLAY_SPAN_TICKS / frames)));
    // From one on: a receiver may have had the newest frame already, and two frames of one timestamp are one to it.
    let frame = 1;
    let former = this.#kept[0]?.timestamp;
    return this.#kept.map(({ packet, timestamp }) => {
      if (timestamp !== former) frame += 1;
      former = timestamp;
      const copy = Buffer.from(packet);
      copy.writeUInt32BE((newest.timestamp + frame * step) >>> 0, 4);
      return copy;
    });
  }
}

/** How far `to` lies behind `from` in 16-bit sequence space: negative when it came before. */
function distance(from: number, to: number): number {
  const ahead = (to - from) & 0xffff;
  return ahead < 0x8000 ? ahead : ahead - 0x1_0000;
}
