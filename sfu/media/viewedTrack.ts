import type { types } from 'mediasoup';
import type { NoticeData, RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { ConsumerId, ProducerId } from '#protocol/nouns/ids.ts';
import type { Viewer } from '../ports/feeds.ts';
import type { Session } from '../ports/session.ts';
import type { LiveTrack } from './liveTracks.ts';
import type { MediaContext } from './mediaContext.ts';
import type { PipeLease } from './pipes.ts';
import { mediaError } from './wire.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

export type ConsumeItem = RequestData<'media.consume'>['items'][number];
export type ConsumerChange = RequestData<'media.setConsumers'>['changes'][number];
type ConsumerSheet = NonNullable<RequestOutput<'media.consume'>['items'][number]['consumer']>;

/** Scores and layers flicker while a link settles; a tile needs the outcome, not each step. */
const CHANGE_NOTICE_DELAY_MS = 250;

export type ViewedTrackOptions = {
  context: MediaContext;
  session: Session;
  transport: types.Transport;
  worker: MediaWorker;
  rtpCapabilities: types.RtpCapabilities;
  item: ConsumeItem;
  /** The consumer is gone, by whoever's doing. */
  onClosed: (viewed: ViewedTrack) => void;
};

/** One track on its way to one session: the consumer, its hold on a pipe, its place among the viewers, its notices. */
export class ViewedTrack {
  readonly #context: MediaContext;
  readonly #session: Session;
  readonly #track: LiveTrack;
  readonly #consumer: types.Consumer;
  readonly #lease: PipeLease;
  readonly #onClosed: (viewed: ViewedTrack) => void;
  #counted = false;
  #closed = false;
  #noticeTimer: NodeJS.Timeout | null = null;
  #lastNotice = '';

  private constructor(options: ViewedTrackOptions, track: LiveTrack, lease: PipeLease, consumer: types.Consumer) {
    this.#context = options.context;
    this.#session = options.session;
    this.#onClosed = options.onClosed;
    this.#track = track;
    this.#lease = lease;
    this.#consumer = consumer;
    consumer.on('producerclose', () => this.#producerClosed());
    consumer.observer.once('close', () => this.#dispose());
    consumer.on('producerpause', () => this.#changed());
    consumer.on('producerresume', () => this.#changed());
    consumer.on('score', () => this.#changed());
    consumer.on('layerschange', () => this.#changed());
  }

  /** A paused consumer on the session's transport. Errors: feedNotLive, cannotConsume, transportClosed. */
  static async create(options: ViewedTrackOptions): Promise<ViewedTrack> {
    const { context, item, transport, worker, rtpCapabilities } = options;
    const track = context.liveTracks.find(item.feedId, item.kind);
    if (track === undefined) throw new AppError('feedNotLive');
    const producerId = track.producer.id;
    let lease: PipeLease | undefined;
    try {
      lease = await context.pipes.acquire(track, worker);
      if (!worker.router.canConsume({ producerId, rtpCapabilities })) {
        throw new AppError(track.producer.closed ? 'feedNotLive' : 'cannotConsume');
      }
      const consumer = await transport.consume({
        producerId,
        rtpCapabilities,
        // Un-paused it would ask for a key frame that arrives before the receiver has a decoder for it.
        paused: true,
        ...(item.kind === 'video' && item.layers !== undefined ? { preferredLayers: layersOf(item.layers) } : {}),
      });
      if (transport.closed) {
        // mediasoup hands it over all the same, and nobody else would ever close it.
        consumer.close();
        throw new AppError('transportClosed');
      }
      return new ViewedTrack(options, track, lease, consumer);
    } catch (error) {
      lease?.release();
      // Whatever was refused because an end went away meanwhile is told by that end's state, not by the refusal.
      if (transport.closed) throw new AppError('transportClosed', { cause: error });
      if (track.producer.closed) throw new AppError('feedNotLive', { cause: error });
      throw mediaError(error);
    }
  }

  get consumerId(): ConsumerId {
    return this.#consumer.id as ConsumerId;
  }

  sheet(): ConsumerSheet {
    return {
      consumerId: this.consumerId,
      producerId: this.#consumer.producerId as ProducerId,
      rtpParameters: this.#consumer.rtpParameters,
      producerPaused: this.#consumer.producerPaused,
      generation: this.#context.feeds.get(this.#track.feedId)?.generation ?? 0,
    };
  }

  /** Layers and priority come before the resume, so that the first packets are already the right ones. */
  async apply(change: ConsumerChange): Promise<void> {
    const consumer = this.#consumer;
    await Promise.all([
      change.layers !== undefined && consumer.kind === 'video' ? consumer.setPreferredLayers(layersOf(change.layers)) : undefined,
      change.priority === undefined ? undefined : consumer.setPriority(change.priority),
    ]);
    if (change.paused === true) await consumer.pause();
    if (change.paused === false) await consumer.resume();
    this.#count();
    if (change.requestKeyFrame === true && consumer.kind === 'video' && !consumer.paused) await consumer.requestKeyFrame();
  }

  /** Idempotent. */
  close(): void {
    this.#consumer.close();
  }

  #producerClosed(): void {
    const { feedId, kind } = this.#track;
    this.#session.notify('media.consumerClosed', { consumerId: this.consumerId, feedId, kind });
  }

  #count(): void {
    const receives = !this.#closed && !this.#consumer.paused;
    if (receives === this.#counted) return;
    this.#counted = receives;
    const { feedId, kind } = this.#track;
    if (receives) this.#context.viewers.enter(feedId, kind, this.#session.sessionId, viewerOf(this.#session));
    else this.#context.viewers.leave(feedId, kind, this.#session.sessionId);
  }

  #dispose(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#noticeTimer !== null) clearTimeout(this.#noticeTimer);
    this.#lease.release();
    this.#count();
    this.#onClosed(this);
  }

  #changed(): void {
    if (this.#closed || this.#noticeTimer !== null) return;
    this.#noticeTimer = setTimeout(() => {
      this.#noticeTimer = null;
      this.#tell();
    }, CHANGE_NOTICE_DELAY_MS).unref();
  }

  #tell(): void {
    const { producerPaused, currentLayers, score } = this.#consumer;
    const data: NoticeData<'media.consumerChanged'> = {
      consumerId: this.consumerId,
      producerPaused,
      currentLayers:
        currentLayers === undefined
          ? null
          : { spatialLayer: currentLayers.spatialLayer, temporalLayer: currentLayers.temporalLayer ?? null },
      score: score.score,
      producerScore: score.producerScore,
    };
    const written = JSON.stringify(data);
    if (written === this.#lastNotice) return;
    this.#lastNotice = written;
    this.#session.notify('media.consumerChanged', data);
  }
}

/** As mediasoup wants them. */
export function layersOf(layers: NonNullable<ConsumeItem['layers']>): types.ConsumerLayers {
  const { spatialLayer, temporalLayer } = layers;
  return temporalLayer === undefined ? { spatialLayer } : { spatialLayer, temporalLayer };
}

/** The number of a wall's display is all of its name that people know. */
function viewerOf({ actor, slotId, courtCode }: Session): Viewer | null {
  if (slotId !== null) return { kind: 'wall', name: slotId.slice(slotId.indexOf('-') + 1), courtCode };
  return actor.kind === 'person' ? { kind: 'person', name: actor.name, courtCode } : null;
}
