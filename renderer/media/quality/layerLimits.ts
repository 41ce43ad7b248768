import { SOUND_ENCODING } from '../sendEncodings.ts';
import type { SendQuality } from './sendQuality.ts';

/** Of the smallest picture on a poor way: beside the sound it must fit into 120 kbit/s, repairs included. */
const POOR_BITRATE = 60_000;
const POOR_FRAMES_PER_SECOND = 5;
/** Speech stays clear, and longer packets are worth their while to the browser: half of what sound takes at 50 packets a second is headers. */
const POOR_SOUND_BITRATE = 20_000;

type Encoding = { active?: boolean; maxBitrate?: number; maxFramerate?: number };

/** The encodings of a camera as this quality has them; `full` is how they were offered, smallest first. Those that are not sent cost nothing. */
export function limitedEncodings<Given extends Encoding>(present: readonly Given[], options: { quality: SendQuality; full: readonly Encoding[] }): Given[] {
  const { quality, full } = options;
  return present.map((encoding, layer) => {
    const { maxFramerate: _, ...rest } = encoding;
    const maxBitrate = full[layer]?.maxBitrate;
    const whole = { ...rest, active: true, ...(maxBitrate === undefined ? {} : { maxBitrate }) } as Given;
    if (quality === 'soundOnly' || (quality === 'poor' && layer > 0)) {
      return { ...whole, active: false };
    }
    return quality === 'poor' ? { ...whole, maxBitrate: Math.min(maxBitrate ?? POOR_BITRATE, POOR_BITRATE), maxFramerate: POOR_FRAMES_PER_SECOND } : whole;
  });
}

/** The same for the sound, which is sent at every quality. */
export function limitedSound<Given extends Encoding>(present: readonly Given[], quality: SendQuality): Given[] {
  const scarce = quality === 'poor' || quality === 'soundOnly';
  return present.map((encoding) => ({ ...encoding, maxBitrate: scarce ? POOR_SOUND_BITRATE : (SOUND_ENCODING.maxBitrate ?? POOR_SOUND_BITRATE) }));
}
