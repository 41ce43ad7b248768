import { SAMPLE_RATE, toneALaw } from '../media/aLaw.ts';
import { Ear, type Heard } from '../media/ear.ts';
import { openMediaPath, type MediaPath } from '../media/mediaWay.ts';
import { rtpPacket } from '../media/streamSender.ts';
import { writeCall, type CallWords, type MediaWay } from '../words/callWords.ts';

const PCMA = 8;
const PACKET_MS = 20;
const PACKET_SAMPLES = (SAMPLE_RATE * PACKET_MS) / 1_000;

type Options = {
  readonly way: MediaWay;
  readonly owner: string;
  readonly ssrc: string;
  readonly host: { readonly told: string; readonly used: string };
  /** What the device itself says meanwhile; null: it only listens. */
  readonly toneHz: number | null;
  readonly onTrouble: (why: string) => void;
};

/** The loudspeaker of a device in a call, and in a talk its microphone too. */
export class VoiceCall {
  readonly #options: Options;
  readonly #path: MediaPath;
  readonly #ear: Ear;
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: Options, path: MediaPath, ear: Ear) {
    this.#options = options;
    this.#path = path;
    this.#ear = ear;
  }

  static async create(options: Options): Promise<VoiceCall> {
    const ear = new Ear();
    return new VoiceCall(options, await openMediaPath({ way: options.way, host: options.host.used, lossPercent: 0, onPacket: (packet) => ear.packet(packet), onTrouble: options.onTrouble }), ear);
  }

  /** Its offer, or its answer. */
  sdp(name: 'Play' | 'Talk'): Buffer {
    const { way, owner, ssrc, host, toneHz } = this.#options;
    return writeCall({ owner, name, media: 'audio', host: host.told, port: this.#path.port, way, payloads: [[PCMA, 'PCMA']], direction: toneHz === null ? 'recvonly' : 'sendrecv', ssrc, format: 'v/////a/1/8/1' });
  }

  begin(other: Pick<CallWords, 'host' | 'port'>): void {
    const { toneHz, ssrc } = this.#options;
    this.#path.begin(other);
    if (toneHz === null) return;
    let sequenceNumber = 0;
    this.#timer = setInterval(() => {
      const ticks = sequenceNumber * PACKET_SAMPLES;
      this.#path.send(rtpPacket({ payloadType: PCMA, isLast: sequenceNumber === 0, sequenceNumber: sequenceNumber++, ticks, ssrc: Number(ssrc), payload: toneALaw({ from: ticks, count: PACKET_SAMPLES, toneHz }) }));
    }, PACKET_MS);
  }

  heard(): Heard {
    return this.#ear.heard();
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#path.close();
  }
}
