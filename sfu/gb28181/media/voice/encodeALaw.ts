/** G.711 A-law of one sample, -1 to 1 (ITU-T G.711 table 1a). */
export function encodeALaw(sample: number): number {
  const clipped = Math.max(-1, Math.min(1, sample));
  const linear = Math.round(Math.abs(clipped) * 4_095);
  // Segments double from 64 on; the first two are one straight line.
  const segment = linear < 32 ? 0 : Math.max(0, 31 - Math.clz32(linear) - 4);
  const mantissa = segment === 0 ? linear >> 1 : (linear >> segment) & 0x0f;
  const code = (segment << 4) | (mantissa & 0x0f);
  return (code | (clipped >= 0 ? 0x80 : 0)) ^ 0x55;
}
