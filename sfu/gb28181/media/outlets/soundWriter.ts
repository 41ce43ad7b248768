import type { RtpWriter } from '../rtp/writeRtp.ts';

const SAMPLES_PER_MS = 8;
const PACKET_BYTES = 160;
/** Sound that is further from its time than this is put back there, samples. */
const MOST_DRIFT = 1_600;

/** G.711 in packets of 20 ms, counted on from the first. */
export class SoundWriter {
  readonly #writer: RtpWriter;
  #rest = Buffer.alloc(0);
  #fromMs: number | null = null;
  #samples = 0;

  constructor(writer: RtpWriter) {
    this.#writer = writer;
  }

  /** Which moment the next sample is heard at, as far as has been said; undefined before the first. */
  get mark(): { readonly atMs: number; readonly timestamp: number } | undefined {
    return this.#fromMs === null ? undefined : { atMs: this.#fromMs + this.#samples / SAMPLES_PER_MS, timestamp: this.#samples };
  }

  packets(bytes: Buffer, atMs: number): Buffer[] {
    if (bytes.length === 0) return [];
    this.#fromMs ??= atMs;
    const due = Math.max(0, Math.round((atMs - this.#fromMs) * SAMPLES_PER_MS) - this.#rest.length);
    if (Math.abs(due - this.#samples) > MOST_DRIFT) this.#samples = due;
    const all = Buffer.concat([this.#rest, bytes]);
    const packets: Buffer[] = [];
    let at = 0;
    for (; at + PACKET_BYTES <= all.length; at += PACKET_BYTES) {
      packets.push(this.#writer.packet(all.subarray(at, at + PACKET_BYTES), { timestamp: this.#samples, marker: this.#samples === 0 }));
      this.#samples += PACKET_BYTES;
    }
    this.#rest = Buffer.from(all.subarray(at));
    return packets;
  }
}
