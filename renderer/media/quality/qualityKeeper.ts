import type { types } from 'mediasoup-client';
import { watchNetwork } from '../../platform/networkChanges.ts';
import { limitedEncodings, limitedSound } from './layerLimits.ts';
import { anotherNetwork, firstQuality, stepQuality, type QualityState, type SendQuality } from './sendQuality.ts';
import { WaySampler } from './waySampler.ts';

const LOOK_EVERY_MS = 1_000;
/** This long without a word while packets go out is a way that leads nowhere; the browser itself takes twice as long to see it. */
const SILENT_MS = 3_000;

export type QualityKeeperOptions = {
  /** What is sent now; null while there is no connection. */
  sending: () => { transport: types.Transport; video: types.Producer | null; audio: types.Producer | null; fullEncodings: readonly types.RtpEncodingParameters[] } | null;
  /** The quality is another one. */
  onQuality: (quality: SendQuality) => void;
  /** Packets go out, and nothing is heard of them. */
  onSilence: () => void;
};

/** Looks at the way to the hall once a second and keeps what is sent within it, the sound first. */
export class QualityKeeper {
  readonly #options: QualityKeeperOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #unwatch: () => void;
  #sampler = new WaySampler();
  #state: QualityState = firstQuality(Date.now());
  #transport: types.Transport | null = null;
  /** How each producer is sent now, by its id. */
  #limited = new Map<string, string>();
  #looking = false;
  #availableKbit: number | null = null;

  constructor(options: QualityKeeperOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    this.#unwatch = watchNetwork(() => this.#take(anotherNetwork(this.#state, Date.now())));
  }

  get quality(): SendQuality {
    return this.#state.quality;
  }

  /** What the way was last seen to carry, kbit/s; null before the first look. */
  get availableKbit(): number | null {
    return this.#availableKbit;
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#unwatch();
  }

  async #look(): Promise<void> {
    const sending = this.#options.sending();
    if (sending === null || this.#looking) {
      return;
    }
    if (sending.transport !== this.#transport) {
      this.#transport = sending.transport;
      this.#sampler = new WaySampler();
      this.#limited = new Map();
    }
    this.#looking = true;
    try {
      const report = await sending.transport.getStats();
      const { sample, silentMs } = this.#sampler.read(report.values(), Date.now());
      this.#availableKbit = sample.availableKbit ?? this.#availableKbit;
      this.#take(stepQuality(this.#state, sample));
      if (silentMs >= SILENT_MS) {
        this.#sampler = new WaySampler();
        this.#options.onSilence();
      }
      await this.#limit(sending.video, (present, quality) => limitedEncodings(present, { quality, full: sending.fullEncodings }), sending.fullEncodings.map(({ maxBitrate }) => maxBitrate).join());
      await this.#limit(sending.audio, limitedSound);
    } catch {
      // The connection ended meanwhile; the next look is at another one.
    } finally {
      this.#looking = false;
    }
  }

  #take(state: QualityState): void {
    const before = this.#state.quality;
    this.#state = state;
    if (state.quality !== before) {
      this.#options.onQuality(state.quality);
    }
  }

  async #limit(producer: types.Producer | null, limited: (present: RTCRtpEncodingParameters[], quality: SendQuality) => RTCRtpEncodingParameters[], full = ''): Promise<void> {
    const { quality } = this.#state;
    const sender = producer?.rtpSender;
    if (!producer || !sender) {
      return;
    }
    // Clear and smooth are sent alike: the browser's own estimate chooses the layers.
    const shape = `${isWhole(quality) ? 'whole' : quality} ${full}`;
    if (this.#limited.get(producer.id) === shape) {
      return;
    }
    const parameters = sender.getParameters();
    parameters.encodings = limited(parameters.encodings, quality);
    await sender.setParameters(parameters);
    this.#limited.set(producer.id, shape);
  }
}

function isWhole(quality: SendQuality): boolean {
  return quality === 'clear' || quality === 'smooth';
}
