import { OpusDecoder } from 'opus-decoder';
import { RtpWriter } from '../rtp/writeRtp.ts';
import { encodeALaw } from './encodeALaw.ts';

const RATE = 8_000;
const PACKET_SAMPLES = 160;
const PCMA_PAYLOAD = 8;

/** A voice of the hall, Opus, as devices play it: PCMA in packets of 20 ms. libopus itself brings it to 8 kHz. */
export class VoiceCoder {
  readonly #decoder: OpusDecoder<8_000>;
  readonly #writer: RtpWriter;
  #rest: Buffer = Buffer.alloc(0);
  #timestamp = 0;
  #freed = false;

  private constructor(decoder: OpusDecoder<8_000>, ssrc: number) {
    this.#decoder = decoder;
    this.#writer = new RtpWriter({ ssrc, payloadType: PCMA_PAYLOAD });
  }

  static async create({ ssrc }: { readonly ssrc: number }): Promise<VoiceCoder> {
    const decoder = new OpusDecoder({ sampleRate: RATE, channels: 1 });
    await decoder.ready;
    return new VoiceCoder(decoder, ssrc);
  }

  /** The RTP packets that one RTP packet of Opus comes to; none for what is no such packet. */
  packets(rtp: Buffer): Buffer[] {
    const frame = payloadOf(rtp);
    if (this.#freed || frame === null) return [];
    const { channelData, samplesDecoded } = this.#decoder.decodeFrame(frame);
    const [samples] = channelData;
    if (samples === undefined || samplesDecoded === 0) return [];
    const coded = Buffer.allocUnsafe(samplesDecoded);
    for (let index = 0; index < samplesDecoded; index += 1) coded[index] = encodeALaw(samples[index] ?? 0);
    const all = Buffer.concat([this.#rest, coded]);
    const packets: Buffer[] = [];
    let at = 0;
    for (; at + PACKET_SAMPLES <= all.length; at += PACKET_SAMPLES) {
      packets.push(this.#writer.packet(all.subarray(at, at + PACKET_SAMPLES), { timestamp: this.#timestamp, marker: this.#timestamp === 0 }));
      this.#timestamp += PACKET_SAMPLES;
    }
    this.#rest = all.subarray(at);
    return packets;
  }

  /** Idempotent. */
  free(): void {
    if (!this.#freed) this.#decoder.free();
    this.#freed = true;
  }
}

function payloadOf(rtp: Buffer): Buffer | null {
  if (rtp.length < 13 || rtp[0]! >> 6 !== 2) return null;
  let start = 12 + 4 * (rtp[0]! & 0x0f);
  if ((rtp[0]! & 0x10) !== 0) start = start + 4 <= rtp.length ? start + 4 + 4 * rtp.readUInt16BE(start + 2) : rtp.length;
  const end = rtp.length - ((rtp[0]! & 0x20) === 0 ? 0 : rtp[rtp.length - 1]!);
  return start < end ? rtp.subarray(start, end) : null;
}
