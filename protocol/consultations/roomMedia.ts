import { z } from 'zod';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { LIMITS } from '../limits.ts';
import { rtpParameters, serverParameters } from '../media/rtp.ts';
import { consultationId, consumerId, producerId, seatId, transportId } from '../nouns/ids.ts';
import { ROOM_TRACKS } from './room.ts';

const layers = z.strictObject({ spatialLayer: z.int().min(0).max(3), temporalLayer: z.int().min(0).max(3).optional() });
const track = z.enum(ROOM_TRACKS);

const consumed = z.object({
  seatId,
  track,
  /** Null when `error` says why not; the other items are not affected. */
  consumer: z.object({ consumerId, producerId, kind: z.enum(['audio', 'video']), rtpParameters: serverParameters, generation: z.int() }).nullable(),
  error: z.string().nullable(),
});

/** Pictures and sound of a room go to those in it alone. Errors of all: notInRoom. */
export const roomMediaRequests = {
  /** Over a send transport; a later one of the same name takes the place of the former. Errors: notFound (transport), badInput, silenced, tooManyCameras. */
  'room.produce': request({ needs: 'consultations.join', input: z.strictObject({ consultationId, transportId, track, kind: z.enum(['audio', 'video']), rtpParameters, paused: z.boolean() }), output: z.object({ producerId }) }),
  /** Whether it goes out. Errors: notFound, silenced. */
  'room.pauseTrack': request({ needs: 'consultations.join', input: z.strictObject({ consultationId, track, paused: z.boolean() }), output: z.object({}) }),
  /** Idempotent. */
  'room.closeTrack': request({ needs: 'consultations.join', input: z.strictObject({ consultationId, track }), output: z.object({}) }),
  /** Over a receive transport for rooms; consumers start paused. */
  'room.consume': request({
    needs: 'consultations.join',
    input: z.strictObject({ consultationId, transportId, items: z.array(z.strictObject({ seatId, track, layers: layers.optional() })).min(1).max(LIMITS.maxBatch) }),
    output: z.object({ items: z.array(consumed) }),
  }),
  'room.setConsumers': request({
    needs: 'consultations.join',
    input: z.strictObject({
      consultationId,
      changes: z.array(z.strictObject({ consumerId, paused: z.boolean().optional(), layers: layers.optional(), priority: z.int().min(1).max(255).optional(), requestKeyFrame: z.literal(true).optional() })).min(1).max(LIMITS.maxBatch),
    }),
    output: z.object({ unknown: z.array(consumerId) }),
  }),
  'room.closeConsumers': request({ needs: 'consultations.join', input: z.strictObject({ consultationId, consumerIds: z.array(consumerId).min(1).max(LIMITS.maxBatch) }), output: z.object({}) }),
};

export const roomMediaNotices = {
  /** Its track ended or its sender moved; fetch it anew while the room lists it. */
  'room.consumerClosed': notice({ data: z.object({ consultationId, consumerId }) }),
};
