import { SAMPLE_RATE, toneALaw } from './aLaw.ts';
import type { Picture } from './pictures.ts';
import { programPack, type VideoCodec } from './programStream.ts';

const MAX_PAYLOAD = 1_300;
const TICKS_PER_MS = 90;
/** Of a pause nothing is made up. */
const LONGEST_SOUND = SAMPLE_RATE;

type Options = { readonly codec: VideoCodec; readonly payloadType: number; readonly ssrc: number; /** Null: no sound. */ readonly toneHz: number | null; readonly send: (packet: Buffer) => void };

/** Pictures, and the sound since the one before, as packets of a program stream over RTP. */
export class StreamSender {
  readonly #options: Options;
  readonly #startedAt = performance.now();
  #sequenceNumber = 1;
  #samples = 0;
  #begun = false;

  constructor(options: Options) {
    this.#options = options;
  }

  picture({ bytes, isKeyFrame }: Picture): void {
    if (!this.#begun && !isKeyFrame) return;
    this.#begun = true;
    const { codec, payloadType, ssrc, toneHz, send } = this.#options;
    const ms = performance.now() - this.#startedAt;
    const ticks = Math.round(ms * TICKS_PER_MS);
    const due = Math.floor((ms * SAMPLE_RATE) / 1_000);
    const from = Math.max(this.#samples, due - LONGEST_SOUND);
    this.#samples = due;
    const sound = toneHz === null ? Buffer.alloc(0) : toneALaw({ from, count: due - from, toneHz });
    const pack = programPack({ ticks, codec, picture: bytes, isKeyFrame, sound });
    for (let at = 0; at < pack.length; at += MAX_PAYLOAD) {
      const isLast = at + MAX_PAYLOAD >= pack.length;
      send(rtpPacket({ payloadType, isLast, sequenceNumber: this.#sequenceNumber++, ticks, ssrc, payload: pack.subarray(at, at + MAX_PAYLOAD) }));
    }
  }
}

export function rtpPacket({ payloadType, isLast, sequenceNumber, ticks, ssrc, payload }: { readonly payloadType: number; readonly isLast: boolean; readonly sequenceNumber: number; readonly ticks: number; readonly ssrc: number; readonly payload: Buffer }): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt8(0x80, 0);
  head.writeUInt8((isLast ? 0x80 : 0) | payloadType, 1);
  head.writeUInt16BE(sequenceNumber & 0xffff, 2);
  head.writeUInt32BE(ticks >>> 0, 4);
  head.writeUInt32BE(ssrc, 8);
  return Buffer.concat([head, payload]);
}
