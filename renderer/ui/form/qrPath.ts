import { encode } from 'uqr';

/** Modules of light around the code, without which readers do not find it. */
const QUIET_MODULES = 4;

/** A QR code as one SVG path in units of its modules; `size` is the side with the quiet zone. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return { path, size };
}
