import type { UnitMotion } from './unitMotion.ts';

/** What was last put on the screen, to tell whether drawing again would show anything new. */
export interface DrawnRows {
  /** Whether any marker moved by half a pixel, turned, or looks different from when it was last drawn. */
  differ(now: DrawnState, pixelsPerDegree: number): boolean;
  /** Notes the state as drawn. */
  note(now: DrawnState): void;
}

export type DrawnState = {
  readonly motion: Pick<UnitMotion, 'count' | 'positions' | 'headingsDeg' | 'placed' | 'driving'>;
  /** One of `UNIT_STATE` per row. */
  readonly states: Uint8Array;
};

const VISIBLE_PX = 0.5;
const VISIBLE_TURN_DEG = 10;

/**
 * Far out, a car moves a pixel in ten seconds: drawing it four times a second would cost a processor without a
 * graphics card a fifth of its time for a picture that stays the same.
 */
export function createDrawnRows(): DrawnRows {
  let count = -1;
  let positions = new Float64Array(0);
  let headingsDeg = new Float32Array(0);
  let looks = new Uint8Array(0);

  const lookOf = ({ motion, states }: DrawnState, row: number): number =>
    (states[row] ?? 0) * 4 + (motion.placed[row] ?? 0) * 2 + (motion.driving[row] ?? 0);

  const rowDiffers = (now: DrawnState, row: number, pixelsPerDegree: number): boolean => {
    const { motion } = now;
    const eastDeg = Math.abs((motion.positions[row * 3] ?? 0) - (positions[row * 3] ?? 0));
    // The map stretches latitudes; 1.2 covers Fujian and errs toward drawing.
    const northDeg = Math.abs((motion.positions[row * 3 + 1] ?? 0) - (positions[row * 3 + 1] ?? 0)) * 1.2;
    const turnDeg = Math.abs((motion.headingsDeg[row] ?? 0) - (headingsDeg[row] ?? 0));
    const turned = motion.driving[row] === 1 && turnDeg >= VISIBLE_TURN_DEG;
    return Math.max(eastDeg, northDeg) * pixelsPerDegree >= VISIBLE_PX || turned || lookOf(now, row) !== looks[row];
  };

  return {
    differ(now, pixelsPerDegree) {
      if (now.motion.count !== count) {
        return true;
      }
      for (let row = 0; row < count; row += 1) {
        if (rowDiffers(now, row, pixelsPerDegree)) {
          return true;
        }
      }
      return false;
    },
    note(now) {
      const { motion } = now;
      count = motion.count;
      if (looks.length < count) {
        positions = new Float64Array(motion.positions.length);
        headingsDeg = new Float32Array(motion.headingsDeg.length);
        looks = new Uint8Array(motion.headingsDeg.length);
      }
      positions.set(motion.positions.subarray(0, count * 3));
      headingsDeg.set(motion.headingsDeg.subarray(0, count));
      for (let row = 0; row < count; row += 1) {
        looks[row] = lookOf(now, row);
      }
    },
  };
}
