import type { types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { StandardMedia, StandardTransport } from '../../ports/standardMedia.ts';
import type { MediaContext } from '../mediaContext.ts';
import { feedTrackOf, rtpParametersOf } from '../wire.ts';
import { Carrier } from './carrier.ts';

/** As for a unit's session. */
const MAX_INCOMING_BITRATE = 12_000_000;
const KEY_FRAME_REQUEST_DELAY_MS = 500;

type Options = Parameters<StandardMedia['publish']>[0];

/** Errors: badInput, mediaUnavailable, transportClosed. */
export async function publishFeed(context: MediaContext, options: Options): Promise<StandardTransport> {
  const { feedId, dtlsParameters, tracks, onConnected, onEnded } = options;
  const { pool, poisonGuard } = context;
  if (poisonGuard.quarantinedUntil(feedId, Date.now()) !== null) throw new AppError('mediaUnavailable');
  const producers: types.Producer[] = [];
  const carrier: Carrier = await pool.place((worker) =>
    Carrier.create({
      worker,
      router: worker.router,
      firstOutgoingBitrate: 0,
      onConnected: () => {
        // First, so that whoever it takes the place of is told by its own end, and not by the loss of its producers.
        onConnected();
        show(context, carrier, { feedId, producers });
      },
      onEnded,
      onClosed: () => undefined,
    }),
  );
  try {
    poisonGuard.sourceStarted(carrier.worker, feedId);
    await carrier.transport.setMaxIncomingBitrate(MAX_INCOMING_BITRATE);
    for (const { kind, rtpParameters } of tracks) {
      const producer = await carrier.transport.produce({ kind, rtpParameters: rtpParametersOf(rtpParameters), keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY_MS });
      producers.push(producer);
      // Another sender took its place behind the feed, or the unit is revoked.
      producer.observer.once('close', () => carrier.sourceEnded());
    }
    await carrier.connect(dtlsParameters);
    if (carrier.closed) throw new AppError('transportClosed');
    return carrier;
  } catch (error) {
    const refusal = carrier.refused(error);
    carrier.close();
    throw refusal;
  }
}

function show({ liveTracks }: MediaContext, carrier: Carrier, { feedId, producers }: Pick<Options, 'feedId'> & { producers: readonly types.Producer[] }): void {
  for (const producer of producers) {
    if (!carrier.closed) liveTracks.publish({ feedId, kind: producer.kind, shape: feedTrackOf(producer), producer, worker: carrier.worker, live: true });
  }
}
