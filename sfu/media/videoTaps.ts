import type { types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { VideoTap, VideoTapping } from '../ports/videoTaps.ts';
import type { MediaContext } from './mediaContext.ts';
import { mediaError } from './wire.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

type TapOptions = Parameters<VideoTapping['tapVideo']>[0];

/** Of three simulcast layers the middle one, of two the upper: the least in which a person is still recognised. */
const TAPPED_LAYER = 1;

/** Reads tracks into this process, on the worker that each is on: a pipe to another would cost more than the reading. */
export class VideoTaps implements VideoTapping {
  readonly #context: Pick<MediaContext, 'liveTracks' | 'log'>;
  readonly #transports = new WeakMap<MediaWorker, Promise<types.DirectTransport>>();

  constructor(context: Pick<MediaContext, 'liveTracks' | 'log'>) {
    this.#context = context;
  }

  async tapVideo({ feedId, best = false, onPacket, onClosed }: TapOptions): Promise<VideoTap> {
    const track = this.#context.liveTracks.find(feedId, 'video');
    if (track === undefined) throw new AppError('feedNotLive');
    const { producer, worker, shape } = track;
    try {
      const transport = await this.#transportOf(worker);
      const consumer = await transport.consume({
        producerId: producer.id,
        rtpCapabilities: worker.router.rtpCapabilities,
        enableRtx: false,
        ...(shape.spatialLayers > 1 ? { preferredLayers: { spatialLayer: best ? shape.spatialLayers - 1 : Math.min(TAPPED_LAYER, shape.spatialLayers - 1) } } : {}),
      });
      if (transport.closed || producer.closed) {
        // mediasoup hands it over all the same, and nobody else would ever close it.
        consumer.close();
        throw new AppError(producer.closed ? 'feedNotLive' : 'transportClosed');
      }
      let closed = false;
      consumer.on('rtp', onPacket);
      consumer.observer.once('close', () => {
        if (!closed) onClosed();
      });
      return {
        mimeType: consumer.rtpParameters.codecs[0]?.mimeType ?? shape.mimeType,
        requestKeyFrame: () => {
          consumer.requestKeyFrame().catch((error: unknown) => this.#context.log.debug({ err: error, feedId }, 'no key frame could be asked for'));
        },
        close: () => {
          closed = true;
          consumer.close();
        },
      };
    } catch (error) {
      throw mediaError(error);
    }
  }

  #transportOf(worker: MediaWorker): Promise<types.DirectTransport> {
    const known = this.#transports.get(worker);
    if (known !== undefined) return known;
    const made = worker.router.createDirectTransport();
    this.#transports.set(worker, made);
    made.catch(() => this.#transports.delete(worker));
    return made;
  }
}
