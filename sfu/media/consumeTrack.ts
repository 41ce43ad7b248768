import type { types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { PipeLease, Pipes } from './pipes.ts';
import type { OwnTrack } from './sessionMedia.ts';
import { mediaError } from './wire.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

type ConsumeOptions = {
  readonly pipes: Pipes;
  readonly transport: types.Transport;
  readonly worker: MediaWorker;
  readonly rtpCapabilities: types.RtpCapabilities;
  readonly track: OwnTrack;
  readonly how?: Pick<types.ConsumerOptions, 'paused' | 'preferredLayers'>;
};

/** A track that is no feed's on its way over the receiver's transport, from whichever worker it is on. Errors: notFound, cannotConsume, transportClosed. */
export async function consumeTrack({ pipes, transport, worker, rtpCapabilities, track, how = {} }: ConsumeOptions): Promise<types.Consumer> {
  let lease: PipeLease | undefined;
  try {
    lease = await pipes.acquire(track, worker);
    const held = lease;
    if (!worker.router.canConsume({ producerId: track.producer.id, rtpCapabilities })) throw new AppError('cannotConsume');
    const consumer = await transport.consume({ producerId: track.producer.id, rtpCapabilities, ...how });
    consumer.observer.once('close', () => held.release());
    if (!transport.closed) return consumer;
    consumer.close();
    throw new AppError('transportClosed');
  } catch (error) {
    lease?.release();
    throw track.producer.closed ? new AppError('notFound', { params: { what: 'talk' }, cause: error }) : mediaError(error);
  }
}
