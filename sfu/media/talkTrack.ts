import type { types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { ConsumerId, ProducerId, TransportId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';
import type { Voice, VoiceHearing } from '../ports/talkMedia.ts';
import { switchOf } from './pausing.ts';
import type { OwnTrack } from './sessionMedia.ts';
import { mediaError } from './wire.ts';

type VoiceOptions = {
  readonly onClosed: () => void;
  readonly consumeFor: (hearer: Session, transportId: TransportId) => Promise<types.Consumer>;
};

export function voiceOf({ producer, worker }: OwnTrack, { onClosed, consumeFor }: VoiceOptions): Voice {
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
