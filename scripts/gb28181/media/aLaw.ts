export const SAMPLE_RATE = 8_000;
const TONE_PEAK = 8_000;

/** G.711 A-law of a tone, from its `from`-th sample on. */
export function toneALaw({ from, count, toneHz }: { readonly from: number; readonly count: number; readonly toneHz: number }): Buffer {
  return Buffer.from(Array.from({ length: count }, (_, index) => aLawOf(Math.round(Math.sin((2 * Math.PI * toneHz * (from + index)) / SAMPLE_RATE) * TONE_PEAK))));
}

/** Of one sample of 16 bits. */
export function aLawOf(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const size = Math.min(Math.abs(sample), 32_635);
  const exponent = size < 256 ? 0 : Math.floor(Math.log2(size)) - 7;
  const mantissa = exponent === 0 ? size >> 4 : (size >> (exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}

/** The sample, 16 bits. */
export function ofALaw(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 0x07;
  const mantissa = code & 0x0f;
  const size = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return (code & 0x80) === 0 ? -size : size;
}
