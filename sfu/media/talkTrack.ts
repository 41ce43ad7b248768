import type { types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { ConsumerId, ProducerId, TransportId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';
import type { TalkSound } from '../ports/talkMedia.ts';
import type { PipeLease, Pipes } from './pipes.ts';
import { mediaError } from './wire.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

export type TalkTrack = { readonly producer: types.Producer; readonly worker: MediaWorker };

type ConsumeOptions = {
  readonly pipes: Pipes;
  readonly transport: types.Transport;
  readonly worker: MediaWorker;
  readonly rtpCapabilities: types.RtpCapabilities;
  readonly talk: TalkTrack;
};

/** The sound on its way over the hearer's transport, from whichever worker it is on. Errors: notFound, cannotConsume, transportClosed. */
export async function consumeTalk({ pipes, transport, worker, rtpCapabilities, talk }: ConsumeOptions): Promise<types.Consumer> {
  let lease: PipeLease | undefined;
  try {
    lease = await pipes.acquire(talk, worker);
    const held = lease;
    if (!worker.router.canConsume({ producerId: talk.producer.id, rtpCapabilities })) throw new AppError('cannotConsume');
    const consumer = await transport.consume({ producerId: talk.producer.id, rtpCapabilities });
    consumer.observer.once('close', () => held.release());
    if (!transport.closed) return consumer;
    consumer.close();
    throw new AppError('transportClosed');
  } catch (error) {
    lease?.release();
    throw talk.producer.closed ? new AppError('notFound', { params: { what: 'talk' }, cause: error }) : mediaError(error);
  }
}

type SoundOptions = {
  readonly onClosed: () => void;
  readonly consumeFor: (hearer: Session, transportId: TransportId) => Promise<types.Consumer>;
};

export function talkSoundOf({ producer }: TalkTrack, { onClosed, consumeFor }: SoundOptions): TalkSound {
  const producerId = producer.id as ProducerId;
  let closed = false;
  producer.observer.once('close', () => {
    if (!closed) onClosed();
  });
  return {
    producerId,
    hear: async (hearer, { transportId }) => {
      const consumer = await consumeFor(hearer, transportId);
      return { consumerId: consumer.id as ConsumerId, producerId, rtpParameters: consumer.rtpParameters };
    },
    close: () => {
      closed = true;
      producer.close();
    },
  };
}
