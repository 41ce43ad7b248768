import type { types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { ConsumerId, ProducerId, TransportId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';
import type { Voice, VoiceHearing } from '../ports/talkMedia.ts';
import type { PipeLease, Pipes } from './pipes.ts';
import { mediaError } from './wire.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

export type VoiceTrack = { readonly producer: types.Producer; readonly worker: MediaWorker };

type ConsumeOptions = {
  readonly pipes: Pipes;
  readonly transport: types.Transport;
  readonly worker: MediaWorker;
  readonly rtpCapabilities: types.RtpCapabilities;
  readonly voice: VoiceTrack;
};

/** The sound on its way over the hearer's transport, from whichever worker it is on. Errors: notFound, cannotConsume, transportClosed. */
export async function consumeVoice({ pipes, transport, worker, rtpCapabilities, voice }: ConsumeOptions): Promise<types.Consumer> {
  let lease: PipeLease | undefined;
  try {
    lease = await pipes.acquire(voice, worker);
    const held = lease;
    if (!worker.router.canConsume({ producerId: voice.producer.id, rtpCapabilities })) throw new AppError('cannotConsume');
    const consumer = await transport.consume({ producerId: voice.producer.id, rtpCapabilities });
    consumer.observer.once('close', () => held.release());
    if (!transport.closed) return consumer;
    consumer.close();
    throw new AppError('transportClosed');
  } catch (error) {
    lease?.release();
    throw voice.producer.closed ? new AppError('notFound', { params: { what: 'talk' }, cause: error }) : mediaError(error);
  }
}

type VoiceOptions = {
  readonly onClosed: () => void;
  readonly consumeFor: (hearer: Session, transportId: TransportId) => Promise<types.Consumer>;
};

export function voiceOf({ producer, worker }: VoiceTrack, { onClosed, consumeFor }: VoiceOptions): Voice {
  const producerId = producer.id as ProducerId;
  let closed = false;
  const switching = switchOf(producer);
  producer.observer.once('close', () => {
    if (!closed) onClosed();
  });
  return {
    producerId,
    setOpen: (open) => switching.toPaused(!open),
    packetsReceived: async () => {
      const stats = producer.closed ? [] : await producer.getStats().catch(() => []);
      return stats.reduce((sum, { packetCount }) => sum + packetCount, 0);
    },
    hear: async (hearer, transportId) => hearingOf(await consumeFor(hearer, transportId), producerId),
    tap: async (onPacket) => {
      if (producer.closed) throw new AppError('notFound', { params: { what: 'talk' } });
      try {
        const transport = await worker.router.createDirectTransport();
        const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities: worker.router.rtpCapabilities });
        consumer.on('rtp', onPacket);
        consumer.observer.once('close', () => transport.close());
        return { close: () => transport.close() };
      } catch (error) {
        throw mediaError(error);
      }
    },
    close: () => {
      closed = true;
      producer.close();
    },
  };
}

function hearingOf(consumer: types.Consumer, producerId: ProducerId): VoiceHearing {
  const switching = switchOf(consumer);
  return {
    consumerId: consumer.id as ConsumerId,
    producerId,
    rtpParameters: consumer.rtpParameters,
    get closed() {
      return consumer.closed;
    },
    setPaused: (paused) => switching.toPaused(paused),
    close: () => consumer.close(),
  };
}

type Pausable = { readonly closed: boolean; readonly paused: boolean; pause(): Promise<void>; resume(): Promise<void> };

/** One after the other: whoever presses and lets go at once must not leave it open because the first answer was still on its way. */
function switchOf(track: Pausable): { toPaused(paused: boolean): Promise<void> } {
  let last = Promise.resolve();
  const change = async (before: Promise<void>, paused: boolean): Promise<void> => {
    await before;
    if (track.closed || track.paused === paused) return;
    await (paused ? track.pause() : track.resume()).catch(() => undefined);
  };
  return {
    toPaused: (paused) => {
      last = change(last, paused);
      return last;
    },
  };
}
