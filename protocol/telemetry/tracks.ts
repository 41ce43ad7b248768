import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { unitId } from '../nouns/ids.ts';

const DAY_MS = 86_400_000;
/** Units, points of each and length of time that one request may ask for. */
export const TRACK_LIMITS = { units: 50, pointsMin: 100, pointsMax: 5_000, spanMs: 31 * DAY_MS } as const;

/** Hall time, ms since the epoch; `until` is not included. */
const span = { from: z.int().min(0), until: z.int().min(0) };

export const trackEvents = {
  /** Someone looked where these units had been. */
  'track.read': event({ data: z.object({ unitIds: z.array(unitId), unitCount: z.int(), fromAt: z.int(), untilAt: z.int() }) }),
};

export const trackRequests = {
  /** Where units were, thinned; every look is in the log, and told there before it is answered. Errors: notFound, logUnavailable. */
  'track.read': request({
    needs: 'tracks.read',
    about: ({ unitIds }) => unitIds.map((unit) => ({ unit })),
    input: z
      .strictObject({
        unitIds: z.array(unitId).min(1).max(TRACK_LIMITS.units),
        ...span,
        /** Points a unit at most. */
        maxPoints: z.int().min(TRACK_LIMITS.pointsMin).max(TRACK_LIMITS.pointsMax),
      })
      .refine(({ from, until }) => until > from && until - from <= TRACK_LIMITS.spanMs, { path: ['until'] }),
    output: z.object({
      tracks: z.array(
        z.object({
          unitId,
          /** Base64 of `packedTrack.ts`, in the order of time. */
          packed: z.string(),
          /** Fixes that the hall has of this time, as far as it read. */
          fixes: z.int(),
          /** Whoever goes evenly from point to point is never farther from the unit's true way at the same time, metres. */
          toleranceM: z.number(),
          /** There are more than the hall reads at once: ask again from the last point on. */
          more: z.boolean(),
        }),
      ),
    }),
  }),
};
