import type { AnewVideo } from '../../../ports/rewriter.ts';

const H264 = { slice: 1, partition: 2, idr: 5, sps: 7 } as const;
const H265 = { firstKey: 16, lastKey: 23 } as const;
const MPEG4_PICTURE = 0xb6;
/** Baseline, main and high: what browsers play. */
const PLAYED_PROFILES: ReadonlySet<number> = new Set([66, 77, 100]);
/** Slice types modulo 5 (table 7-6). */
const B_SLICE = 1;

/** Whether a picture needs none before it. `units`: between its start codes. */
export function isKeyPicture(codec: AnewVideo, units: readonly Buffer[]): boolean {
  return units.some((unit) => {
    const first = unit[0] ?? 0;
    if (codec === 'H264') return (first & 0x1f) === H264.idr;
    if (codec === 'H265') return (first >> 1 & 0x3f) >= H265.firstKey && (first >> 1 & 0x3f) <= H265.lastKey;
    return first === MPEG4_PICTURE && (unit[1] ?? 0xff) >> 6 === 0;
  });
}

/** The profile-level-id that H.264 says of itself, and whether browsers play it; undefined: nothing is said. */
export function profileOf(units: readonly Buffer[]): { readonly id: string; readonly plays: boolean } | undefined {
  const sps = units.find((unit) => (unit[0]! & 0x1f) === H264.sps);
  return sps === undefined || sps.length < 4 ? undefined : { id: sps.toString('hex', 1, 4), plays: PLAYED_PROFILES.has(sps[1]!) };
}

/** Whether a picture of H.264 needs one that is shown after it: browsers, which show what comes as it comes, stutter at those. */
export function isBetween(units: readonly Buffer[]): boolean {
  const slice = units.find((unit) => (unit[0]! & 0x1f) === H264.slice || (unit[0]! & 0x1f) === H264.partition);
  if (slice === undefined) return false;
  const bits = new ExpGolomb(slice.subarray(1, 12));
  // first_mb_in_slice stands before it.
  bits.next();
  return bits.next() % 5 === B_SLICE;
}

/** Numbers of H.264 (9.1), one after the other. Beyond the end all bits are 1, which are zeros. */
class ExpGolomb {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(): number {
    let zeros = 0;
    while (this.#bit() === 0) zeros += 1;
    let value = 1;
    for (let left = zeros; left > 0; left -= 1) value = value * 2 + this.#bit();
    return value - 1;
  }

  #bit(): number {
    const byte = this.#bytes[this.#at >> 3] ?? 0xff;
    const bit = byte >> (7 - (this.#at & 7)) & 1;
    this.#at += 1;
    return bit;
  }
}
