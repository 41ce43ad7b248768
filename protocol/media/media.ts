import { z } from 'zod';
import { request } from '../definition/request.ts';
import { notice } from '../definition/notice.ts';
import { LIMITS } from '../limits.ts';
import { consumerId, feedId, producerId, transportId } from '../nouns/ids.ts';
import { TRACK_KINDS } from './feeds.ts';
import { dtlsParameters, rtpCapabilities, rtpParameters, serverParameters } from './rtp.ts';

const trackKind = z.enum(TRACK_KINDS);

const layers = z.strictObject({
  spatialLayer: z.int().min(0).max(3),
  temporalLayer: z.int().min(0).max(3).optional(),
});

const consumed = z.object({
  feedId,
  kind: trackKind,
  /** Null when `error` says why not; the other items of the batch are not affected. */
  consumer: z
    .object({
      consumerId,
      producerId,
      rtpParameters: serverParameters,
      producerPaused: z.boolean(),
      generation: z.int(),
    })
    .nullable(),
  error: z.string().nullable(),
});

export const mediaRequests = {
  'media.capabilities': request({
    needs: 'session.use',
    input: z.strictObject({}),
    output: z.object({ routerRtpCapabilities: serverParameters }),
  }),
  /** One send or receive transport, on the worker the hall chooses. A receive transport states what it can decode. */
  'media.createTransport': request({
    needs: 'session.use',
    input: z.discriminatedUnion('direction', [
      z.strictObject({ direction: z.literal('send') }),
      // What people say comes over a way of its own, which no picture holds up; a room has its own as well.
      z.strictObject({ direction: z.literal('receive'), rtpCapabilities, use: z.enum(['feeds', 'talk', 'room']).optional() }),
    ]),
    output: z.object({
      transportId,
      iceParameters: serverParameters,
      iceCandidates: z.array(serverParameters),
      dtlsParameters: serverParameters,
    }),
  }),
  'media.connectTransport': request({
    needs: 'session.use',
    input: z.strictObject({ transportId, dtlsParameters }),
    output: z.object({}),
  }),
  'media.restartIce': request({
    needs: 'session.use',
    input: z.strictObject({ transportId }),
    output: z.object({ iceParameters: serverParameters }),
  }),
  'media.closeTransport': request({
    needs: 'session.use',
    input: z.strictObject({ transportId }),
    output: z.object({}),
  }),
  /** The most the hall sends over a receive transport, so that a narrow line is not flooded; null: no limit. Errors: notFound. */
  'media.limitTransport': request({
    needs: 'media.view',
    input: z.strictObject({ transportId, maxOutgoingKbit: z.int().min(100).max(10_000_000).nullable() }),
    output: z.object({}),
  }),
  /** A unit offers one track of its camera. Offering the same kind again replaces the former track. */
  'media.produce': request({
    needs: 'media.publish',
    input: z.strictObject({ transportId, kind: trackKind, label: z.string().min(1).max(32), rtpParameters }),
    output: z.object({ producerId, feedId }),
  }),
  'media.closeProducer': request({
    needs: 'media.publish',
    input: z.strictObject({ producerId }),
    output: z.object({}),
  }),
  /** Consumers start paused; resume them with `media.setConsumers` once the receiver is ready. */
  'media.consume': request({
    needs: 'media.view',
    about: (input) => input.items.map((item) => ({ feed: item.feedId })),
    input: z.strictObject({
      transportId,
      items: z.array(z.strictObject({ feedId, kind: trackKind, layers: layers.optional() })).min(1).max(LIMITS.maxBatch),
    }),
    output: z.object({ items: z.array(consumed) }),
  }),
  'media.setConsumers': request({
    needs: 'media.view',
    input: z.strictObject({
      changes: z
        .array(
          z.strictObject({
            consumerId,
            paused: z.boolean().optional(),
            layers: layers.optional(),
            /** 1 (thumbnail) to 255 (in focus): who is served first when bandwidth is short. */
            priority: z.int().min(1).max(255).optional(),
            requestKeyFrame: z.literal(true).optional(),
          }),
        )
        .min(1)
        .max(LIMITS.maxBatch),
    }),
    /** Consumers that no longer exist are named, not an error: the notice about them may still be on its way. */
    output: z.object({ unknown: z.array(consumerId) }),
  }),
  'media.closeConsumers': request({
    needs: 'media.view',
    input: z.strictObject({ consumerIds: z.array(consumerId).min(1).max(LIMITS.maxBatch) }),
    output: z.object({}),
  }),
};

export const mediaNotices = {
  /** The transport is gone (its worker died or the hall closed it): make a new one at once. */
  'media.transportClosed': notice({ data: z.object({ transportId, reason: z.enum(['workerDied', 'closed']) }) }),
  /** The feed's media ended or moved; consume again when the feed is live. */
  'media.consumerClosed': notice({ data: z.object({ consumerId, feedId, kind: trackKind }) }),
  'media.consumerChanged': notice({
    data: z.object({
      consumerId,
      producerPaused: z.boolean(),
      /** The layer being sent; null when none is. */
      currentLayers: z.object({ spatialLayer: z.int(), temporalLayer: z.int().nullable() }).nullable(),
      /** 0 to 10: of the way to this receiver, and of the way from the unit. */
      score: z.number(),
      producerScore: z.number(),
    }),
  }),
};
