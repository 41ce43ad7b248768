import type { types } from 'mediasoup';
import type { TrackKind } from '#protocol/media/feeds.ts';
import type { ConsumerId, ProducerId } from '#protocol/nouns/ids.ts';
import type { RoomTrack, RoomView, ViewChange, ViewWish } from '../../ports/roomMedia.ts';
import type { Session } from '../../ports/session.ts';
import { switchOf } from '../pausing.ts';
import { layersOf } from '../viewedTrack.ts';
import type { OwnTrack } from '../sessionMedia.ts';

type Options = {
  readonly onClosed: () => void;
  readonly consumeFor: (viewer: Session, wish: ViewWish) => Promise<types.Consumer>;
};

export function roomTrackOf({ producer }: OwnTrack, { onClosed, consumeFor }: Options): RoomTrack {
  const switching = switchOf(producer);
  let closed = false;
  producer.observer.once('close', () => {
    if (!closed) onClosed();
  });
  return {
    kind: producer.kind,
    producerId: producer.id as ProducerId,
    setPaused: (paused) => switching.toPaused(paused),
    view: async (viewer, wish, onViewClosed) => viewOf(await consumeFor(viewer, wish), producer.id as ProducerId, onViewClosed),
    close: () => {
      closed = true;
      producer.close();
    },
  };
}

function viewOf(consumer: types.Consumer, producerId: ProducerId, onClosed: () => void): RoomView {
  const switching = switchOf(consumer);
  consumer.observer.once('close', onClosed);
  return {
    consumerId: consumer.id as ConsumerId,
    producerId,
    kind: consumer.kind satisfies TrackKind,
    rtpParameters: consumer.rtpParameters,
    apply: async (change) => {
      try {
        await applyTo(consumer, change, switching);
      } catch (error) {
        // Its end is told by itself.
        if (!consumer.closed) throw error;
      }
    },
    close: () => consumer.close(),
  };
}

/** Layers and priority come before the resume, so that the first packets are already the right ones. */
async function applyTo(consumer: types.Consumer, { paused, layers, priority, requestKeyFrame }: ViewChange, switching: ReturnType<typeof switchOf>): Promise<void> {
  if (consumer.closed) return;
  const isVideo = consumer.kind === 'video';
  await Promise.all([
    isVideo && layers !== undefined ? consumer.setPreferredLayers(layersOf(layers)) : undefined,
    priority === undefined ? undefined : consumer.setPriority(priority),
  ]);
  if (paused !== undefined) await switching.toPaused(paused);
  if (requestKeyFrame === true && isVideo && !consumer.closed && !consumer.paused) await consumer.requestKeyFrame();
}
