import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, consumerId, producerId, talkId, transportId, unitId } from '../nouns/ids.ts';
import { rtpParameters, serverParameters } from './rtp.ts';

/** A desk's talk to a unit ends by itself after this. */
export const MAX_TALK_MS = 120_000;

export const TALK_ENDS = ['released', 'speakerLeft', 'unitLeft', 'tooLong', 'soundLost'] as const;
export type TalkEnd = (typeof TALK_ENDS)[number];

const hearing = z.object({
  unitId,
  /** Its device is here and plays what a desk says. */
  hears: z.boolean(),
  /** Who speaks to it now. */
  speaker: z.string().nullable(),
});
export type Hearing = z.infer<typeof hearing>;

export const talkEvents = {
  /** Subject `talk/<id>`, as for the other. */
  'talk.begun': event({ data: z.object({ unitId, name: z.string() }) }),
  'talk.ended': event({ data: z.object({ unitId, reason: z.enum(TALK_ENDS), lastedMs: z.int().min(0) }) }),
};

export const talkRequests = {
  /**
   * The caller speaks to one unit until `talk.end`, for 120 s at most. Only meanwhile may a desk open a send transport, for `talk.produce`.
   * Errors: unitAway, unitCannotHear, unitBusy (`name`: who speaks to it), conflict (the caller speaks already).
   */
  'talk.begin': request({
    needs: 'alarms.handle',
    about: (input) => [{ unit: input.unitId }],
    input: z.strictObject({ commandId, unitId }),
    output: z.object({ talkId }),
  }),
  /** The speaker's microphone, once for each talk. Errors: notFound (the talk is over), conflict. */
  'talk.produce': request({
    needs: 'alarms.handle',
    input: z.strictObject({ talkId, transportId, rtpParameters }),
    output: z.object({ producerId }),
  }),
  /** Ends the caller's talk; one that is over already is no error. */
  'talk.end': request({ needs: 'alarms.handle', input: z.strictObject({ talkId }), output: z.object({}) }),
  /** Whether a unit can be talked to now. */
  'talk.look': request({ needs: 'alarms.handle', about: (input) => [{ unit: input.unitId }], input: z.strictObject({ unitId }), output: hearing }),
  /** A unit's device says that it plays what desks say, from now until its session ends. */
  'talk.canHear': request({ needs: 'media.publish', input: z.strictObject({}), output: z.object({}) }),
  /** The speaker's sound for the unit that is spoken to, over its receive transport, un-paused. Errors: notFound (nobody speaks to it). */
  'talk.hear': request({
    needs: 'media.publish',
    input: z.strictObject({ talkId, transportId }),
    output: z.object({ consumerId, producerId, rtpParameters: serverParameters }),
  }),
};

export const talkNotices = {
  /** To the unit: who speaks to it now, null for nobody. `sounds`: it may ask for `talk.hear`. */
  'talk.changed': notice({ data: z.object({ talk: z.object({ talkId, name: z.string(), sounds: z.boolean() }).nullable() }) }),
  /** To the speaker, whose talk the hall ended. */
  'talk.stopped': notice({ data: z.object({ talkId, unitId, reason: z.enum(TALK_ENDS) }) }),
  /** To those who may talk to it. */
  'talk.hearingChanged': notice({ data: hearing }),
};
