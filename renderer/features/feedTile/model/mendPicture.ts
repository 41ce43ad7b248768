import type { PictureFaults } from '../../../media/picture/pictureCheck.ts';

/** What is wrong with a picture whose frames come; null: nothing that can be seen. */
export type PictureFault = 'black' | 'still' | null;

const BLACK_AFTER_MS = 3_000;
const STILL_AFTER_MS = 10_000;
/** A step is given this long to help, ms. */
const STEP_CHANCE_MS = 4_000;
/** A scene may be dark or still for hours: what did not help is not tried again before, ms. */
const REST_MS = 600_000;

/** The fault, once it has lasted long enough to be one. */
export function pictureFault(faults: PictureFaults, now: number): PictureFault {
  if (faults.blackSinceAt !== null && now - faults.blackSinceAt > BLACK_AFTER_MS) {
    return 'black';
  }
  return faults.stillSinceAt !== null && now - faults.stillSinceAt > STILL_AFTER_MS ? 'still' : null;
}

export type PictureMend = {
  /** Call about four times a second. `hint`: what the tile says; `step`: what to do now. */
  beat(fault: PictureFault, now: number): { hint: PictureFault; step: 'keyFrame' | 'consumer' | null };
};

/**
 * One key frame, then one new consumer, and then the tile only says what it sees: a covered lens and a parked camera
 * cannot be mended from here. Black is said at once; still only when mending did not help, for it is often nothing.
 */
export function createPictureMend(): PictureMend {
  let round: { steps: number; stepAt: number } = { steps: 0, stepAt: Number.NEGATIVE_INFINITY };
  return {
    beat(fault, now) {
      if (round.steps > 0 && now - round.stepAt > REST_MS) {
        round = { steps: 0, stepAt: Number.NEGATIVE_INFINITY };
      }
      if (fault === null) {
        return { hint: null, step: null };
      }
      const due = now - round.stepAt > STEP_CHANCE_MS;
      const step = round.steps >= 2 || !due ? null : round.steps === 0 ? 'keyFrame' : 'consumer';
      if (step !== null) {
        round = { steps: round.steps + 1, stepAt: now };
      }
      const spent = round.steps >= 2 && now - round.stepAt > STEP_CHANCE_MS;
      return { hint: fault === 'black' || spent ? fault : null, step };
    },
  };
}
