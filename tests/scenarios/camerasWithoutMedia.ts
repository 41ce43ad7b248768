import { AppError } from '#protocol/errors.ts';
import type { FeedId, IngestId } from '#protocol/nouns/ids.ts';
import type { Planes } from '../../sfu/composition/mediaRooms.ts';

type Media = Planes['createMediaPlane'];
type Ingest = Planes['createIngest'];

/** Rooms of the hall whose cameras are live as soon as a unit opens them, and send nothing: for what the hall judges by their being there. */
export function camerasWithoutMedia(): Planes {
  const refuse = (): never => {
    throw new AppError('mediaUnavailable');
  };
  const createMediaPlane: Media = async () => ({
    handlers: {
      'media.capabilities': refuse,
      'media.createTransport': refuse,
      'media.connectTransport': refuse,
      'media.restartIce': refuse,
      'media.closeTransport': refuse,
      'media.limitTransport': refuse,
      'media.produce': refuse,
      'media.closeProducer': refuse,
      'media.consume': refuse,
      'media.setConsumers': refuse,
      'media.closeConsumers': refuse,
    },
    injectTrack: () => Promise.reject(new AppError('ingestRefused')),
    tapVideo: () => Promise.reject(new AppError('feedNotLive')),
    standard: { abilities: () => ({ codecs: [], extensions: [] }), publish: refuse, viewable: () => [], view: refuse },
    produceVoice: refuse,
    produceForRoom: refuse,
    feedSource: (_, kind) => ({ kind, view: refuse }),
    status: () => ({ workers: 1, alive: 1 }),
    processes: () => ({ atWork: [], standby: null }),
    close: () => Promise.resolve(),
  });
  const createIngest: Ingest = async ({ feeds }) => {
    const open = new Map<IngestId, FeedId>();
    const end = (ingestId: IngestId) => {
      const feedId = open.get(ingestId);
      open.delete(ingestId);
      if (feedId !== undefined) {
        feeds.setTracks(feedId, [], { replaced: false });
      }
    };
    return {
      handlers: {
        'ingest.open': async ({ label }, { unitId, ended }) => {
          const { feedId } = await feeds.open(unitId!, label);
          const ingestId = crypto.randomUUID() as IngestId;
          open.set(ingestId, feedId);
          feeds.setTracks(feedId, [{ kind: 'video', mimeType: 'video/VP8', spatialLayers: 1, temporalLayers: 1 }], { replaced: true });
          ended.addEventListener('abort', () => end(ingestId), { once: true });
          return { ingestId, feedId, host: '127.0.0.1', ports: [9] };
        },
        'ingest.close': ({ ingestId }) => {
          end(ingestId);
          return {};
        },
      },
      intake: { listen: refuse, accept: refuse },
      close: () => Promise.resolve(),
    };
  };
  return { createMediaPlane, createIngest };
}
