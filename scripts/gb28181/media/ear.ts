import { ofALaw, SAMPLE_RATE } from './aLaw.ts';

/** What a loudspeaker played lately. */
export type Heard = { readonly packets: number; /** Below full scale, dB. */ readonly levelDb: number; /** The strongest tone, Hz; null: too quiet, or too short. */ readonly toneHz: number | null };

const WINDOW = 4_096;
const QUIET_DB = -50;
const LOWEST_HZ = 100;
const HIGHEST_HZ = 3_500;
const STEP_HZ = 4;

/** The device's loudspeaker: hears PCMA packets and tells how loud and what tone. */
export class Ear {
  readonly #samples = new Float64Array(WINDOW);
  #count = 0;
  #packets = 0;

  /** One RTP packet; what is no PCMA is left out. */
  packet(rtp: Buffer): void {
    if (rtp.length <= 12 || (rtp[1]! & 0x7f) !== 8) return;
    this.#packets += 1;
    // Contributing sources stand between head and sound.
    for (const byte of rtp.subarray(12 + (rtp[0]! & 0x0f) * 4)) {
      this.#samples[this.#count % WINDOW] = ofALaw(byte) / 32_768;
      this.#count += 1;
    }
  }

  heard(): Heard {
    const first = Math.max(0, this.#count - WINDOW);
    const samples = Float64Array.from({ length: this.#count - first }, (_, index) => this.#samples[(first + index) % WINDOW]!);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
    const levelDb = power === 0 ? -120 : Math.max(-120, 10 * Math.log10(power));
    return { packets: this.#packets, levelDb, toneHz: this.#count < WINDOW || levelDb < QUIET_DB ? null : strongest(samples) };
  }
}

/** Goertzel's filter, once for each tone that speech can have. */
function strongest(samples: Float64Array): number {
  let best = { toneHz: 0, power: -1 };
  for (let toneHz = LOWEST_HZ; toneHz <= HIGHEST_HZ; toneHz += STEP_HZ) {
    const factor = 2 * Math.cos((2 * Math.PI * toneHz) / SAMPLE_RATE);
    let [last, before] = [0, 0];
    for (const sample of samples) [last, before] = [sample + factor * last - before, last];
    const power = last * last + before * before - factor * last * before;
    if (power > best.power) best = { toneHz, power };
  }
  return best.toneHz;
}
