import type { types } from 'mediasoup-client';
import { LIMITS } from '#protocol/limits.ts';
import type { TrackKind } from '#protocol/media/feeds.ts';
import type { ConsumerId, FeedId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../link/hallLink.ts';
import type { Layers } from './layerPolicy.ts';
import type { OpenedTransport } from '../transport/openTransport.ts';
import { fromWireRtpParameters } from '../transport/wireParameters.ts';

export type WantedTrack = { readonly feedId: FeedId; readonly kind: TrackKind; readonly layers: Layers | null };

export type ReceivedTrack = {
  readonly consumerId: ConsumerId;
  readonly consumer: types.Consumer;
  readonly generation: number;
  readonly producerPaused: boolean;
};

export type ConsumeOutcome = { readonly received: ReceivedTrack } | { readonly error: string };

/**
 * Fetches many tracks with one request and one negotiation: mediasoup-client makes a single SDP round of the
 * consume() calls that come in one turn, and a round for each that is awaited before the next.
 * The hall makes the consumers paused, so that no key frame is spent on a decoder that is not there yet.
 * Outcomes are in the order of `wanted`. Errors: AppError when the whole request fails.
 */
export async function consumeBatch(options: {
  link: HallLink;
  opened: OpenedTransport;
  wanted: readonly WantedTrack[];
}): Promise<ConsumeOutcome[]> {
  const { link, opened, wanted } = options;
  const chunks = Array.from({ length: Math.ceil(wanted.length / LIMITS.maxBatch) }, (_, index) =>
    wanted.slice(index * LIMITS.maxBatch, (index + 1) * LIMITS.maxBatch),
  );
  const answers = await Promise.all(
    chunks.map((chunk) =>
      link.request('media.consume', {
        transportId: opened.transportId,
        items: chunk.map(({ feedId, kind, layers }) => ({ feedId, kind, ...(layers ? { layers } : {}) })),
      }),
    ),
  );
  const offers = new Map(answers.flatMap(({ items }) => items.map((item) => [`${item.kind} ${item.feedId}`, item])));
  return Promise.all(
    wanted.map(async ({ kind, feedId }): Promise<ConsumeOutcome> => {
      const item = offers.get(`${kind} ${feedId}`);
      if (!item?.consumer) {
        return { error: item?.error ?? 'internal' };
      }
      const { consumerId, producerId, generation, producerPaused, rtpParameters } = item.consumer;
      try {
        const consumer = await opened.transport.consume({
          id: consumerId,
          producerId,
          kind,
          rtpParameters: fromWireRtpParameters(rtpParameters),
          ...(kind === 'video' ? { onRtpReceiver: playAtOnce } : {}),
        });
        return { received: { consumerId, consumer, generation, producerPaused } };
      } catch (cause) {
        return { error: cause instanceof Error && cause.name === 'UnsupportedError' ? 'cannotConsume' : 'internal' };
      }
    }),
  );
}

/** A dispatcher talks to the people in the picture: frames are shown as they come. */
function playAtOnce(receiver: RTCRtpReceiver): void {
  if ('jitterBufferTarget' in receiver) {
    receiver.jitterBufferTarget = 0;
  }
}
