/** Size of the small picture that is looked at; some hundred samples tell a moving picture from a still one. */
export const SMALL_WIDTH_PX = 32;
export const SMALL_HEIGHT_PX = 18;

/** Video black is 16 of 255 before it is stretched and 0 after: all below this, and nearly alike, is no night but nothing. */
const BLACK_LUMA = 16;
const BLACK_SPREAD = 3;

export type PictureFaults = {
  /** Since when the picture is all black while frames come, ms as given; null: it is not. */
  readonly blackSinceAt: number | null;
  /** Since when nothing at all in it has changed while frames come; null: it has. */
  readonly stillSinceAt: number | null;
};

export const NO_FAULTS: PictureFaults = { blackSinceAt: null, stillSinceAt: null };

export interface PictureCheck {
  /**
   * `pixels`: RGBA of the small picture. `clock`: what a clock in the frame shows, null without one; one that runs on
   * proves that the frames are new ones.
   */
  look(pixels: Uint8ClampedArray, options: { now: number; clock: number | null }): PictureFaults;
}

/**
 * Looks at small pictures of one video, about one a second. A camera's noise changes some sample from frame to frame;
 * a picture that stays the same to the last bit for long is repeated, or drawn by a machine: a hint, not a proof.
 */
export function createPictureCheck(): PictureCheck {
  let last: Uint8Array | null = null;
  let lastClock: number | null = null;
  let faults: PictureFaults = NO_FAULTS;
  return {
    look(pixels, { now, clock }) {
      const luma = lumaOf(pixels);
      const same = last !== null && luma.every((value, index) => value === last?.[index]);
      const ran = clock !== null && clock !== lastClock;
      last = luma;
      lastClock = clock;
      faults = {
        blackSinceAt: isBlack(luma) ? (faults.blackSinceAt ?? now) : null,
        stillSinceAt: same && !ran ? (faults.stillSinceAt ?? now) : null,
      };
      return faults;
    },
  };
}

function lumaOf(pixels: Uint8ClampedArray): Uint8Array {
  const luma = new Uint8Array(pixels.length / 4);
  for (let index = 0; index < luma.length; index += 1) {
    const at = index * 4;
    luma[index] = (77 * (pixels[at] ?? 0) + 150 * (pixels[at + 1] ?? 0) + 29 * (pixels[at + 2] ?? 0)) >> 8;
  }
  return luma;
}

function isBlack(luma: Uint8Array): boolean {
  let least = 255;
  let most = 0;
  for (const value of luma) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most < BLACK_LUMA && most - least <= BLACK_SPREAD;
}
