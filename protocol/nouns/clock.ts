import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';

/** The hall's clock runs at most so many times as fast as real time. */
export const MAX_CLOCK_RATE = 3_600;
/** The longest single step, ms: a limit of a year and its warning can be walked over at once. */
export const MAX_CLOCK_STEP_MS = 400 * 86_400_000;

/** Hall ms in one real ms: 1 in a hall at work; 0: it stands. */
const rate = z.number().min(0).max(MAX_CLOCK_RATE);

/** What the hall's clock shows and how fast it runs from there; `at` is ms since the epoch. */
const clockReading = z.object({ at: z.number(), rate: z.number() });

export const clockEvents = {
  /** Subject `clock/hall`. Somebody set the clock of an exercise on, or its pace (then both times are the same). */
  'clock.steered': event({ data: z.object({ fromAt: z.int(), toAt: z.int(), rate: z.number() }) }),
};

export const clockRequests = {
  'clock.read': request({
    needs: 'session.use',
    input: z.strictObject({}),
    output: clockReading.extend({ /** Whether the hall is an exercise, whose clock may be steered. */ exercise: z.boolean() }),
  }),
  /**
   * Sets the pace, or goes on by a time or to a time; answered when everything due on the way has run. Errors: notAnExercise,
   * badInput (`advanceTo` has passed or is too far ahead), logUnavailable.
   */
  'clock.steer': request({
    needs: 'clock.steer',
    input: z.union([
      z.strictObject({ rate }),
      z.strictObject({ advanceMs: z.int().min(1).max(MAX_CLOCK_STEP_MS) }),
      z.strictObject({ advanceTo: z.int().min(0) }),
    ]),
    output: clockReading,
  }),
};

export const clockNotices = {
  /** The clock of an exercise was steered; told to every open session at once. */
  'clock.changed': notice({ data: clockReading }),
};
