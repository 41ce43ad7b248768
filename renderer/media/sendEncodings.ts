import type { types } from 'mediasoup-client';

/**
 * Every second frame may be left out, and of the rest every second again: small tiles of a large wall take 15 or 7.5 a second.
 * Only beside other layers: Chromium codes a single one with this mode as SVC, whose viewers wait half a second more for
 * their first picture.
 */
const SCALABILITY_MODE = 'L1T3';

/** Most that a layer of this height may take, bits a second; field pictures over mobile networks, not film. */
const MAX_BITRATES: readonly { readonly minHeightPx: number; readonly maxBitrate: number }[] = [
  { minHeightPx: 1080, maxBitrate: 3_000_000 },
  { minHeightPx: 720, maxBitrate: 1_800_000 },
  { minHeightPx: 360, maxBitrate: 800_000 },
  { minHeightPx: 0, maxBitrate: 200_000 },
];

/**
 * Sound comes before pictures: a larger share of a narrow way, and packets of up to 120 ms where their headers would cost more than the speech.
 * 32 kbit/s is where Opus speech stops getting better.
 */
export const SOUND_ENCODING: types.RtpEncodingParameters = { maxBitrate: 32_000, priority: 'high', networkPriority: 'high', adaptivePtime: true };

/** What is lost is asked for again, and each packet carries a small copy of the one before. */
export const SOUND_CODING = { opusStereo: false, opusDtx: true, opusFec: true, opusNack: true } as const;

/** Simulcast layers for a camera of this size, smallest first: quarter, half and whole from 720p on, half and whole from 360p on. */
export function sendEncodings(size: { widthPx: number; heightPx: number }): types.RtpEncodingParameters[] {
  const shortSidePx = Math.min(size.widthPx, size.heightPx);
  const scales = shortSidePx >= 720 ? [4, 2, 1] : shortSidePx >= 360 ? [2, 1] : [1];
  return scales.map((scaleResolutionDownBy) => ({
    scaleResolutionDownBy,
    maxBitrate: maxBitrateOf(shortSidePx / scaleResolutionDownBy),
    ...(scales.length > 1 ? { scalabilityMode: SCALABILITY_MODE } : {}),
  }));
}

function maxBitrateOf(heightPx: number): number {
  return MAX_BITRATES.find(({ minHeightPx }) => heightPx >= minHeightPx)?.maxBitrate ?? 200_000;
}
