import type { types } from 'mediasoup';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { Capability } from '#protocol/capabilities.ts';
import { AppError } from '#protocol/errors.ts';
import type { ConsumerId, ProducerId, TransportId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';
import type { MediaContext } from './mediaContext.ts';
import { consumeTrack } from './consumeTrack.ts';
import { ViewedTrack, type ConsumeItem } from './viewedTrack.ts';
import { dtlsParametersOf, feedTrackOf, mediaError, rtpCapabilitiesOf, rtpParametersOf } from './wire.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

/** Far above what a desk or a wall needs; they bound what a broken or hostile client can take. */
const MAX_TRANSPORTS = 6;
const MAX_PRODUCERS = 8;
const MAX_CONSUMERS = 512;

/** mediasoup's 600 kbit/s would starve a wall for seconds; a hall's network carries this at once, and estimation lowers it where not. */
const FIRST_OUTGOING_BITRATE = 50_000_000;
/** What one unit may send: a full simulcast camera with room to spare. */
const MAX_INCOMING_BITRATE = 12_000_000;
/** Longer than a short loss of radio, about as long as signalling takes to give the session up. */
const ICE_CONSENT_TIMEOUT_S = 20;
/**
 * At most one key frame in this time however many viewers come. The first request passes at once, so a lone viewer never
 * waits; of many who come back together after a failover the last still has its picture within a second.
 */
const KEY_FRAME_REQUEST_DELAY_MS = 500;

type TransportUse = Extract<RequestData<'media.createTransport'>, { direction: 'receive' }>['use'] & string;

type OwnTransport = {
  readonly transport: types.WebRtcTransport;
  readonly worker: MediaWorker;
  /** Null for a send transport. */
  readonly rtpCapabilities: types.RtpCapabilities | null;
  readonly use: TransportUse;
  connecting: boolean;
};

/** What a session sends and is no feed's: a voice, or a track of a room. */
export type OwnTrack = { readonly producer: types.Producer; readonly worker: MediaWorker };

/** All media of one session. Whatever it does not own does not exist for it; it ends with the session. */
export class SessionMedia {
  readonly #context: MediaContext;
  readonly #session: Session;
  readonly #transports = new Map<TransportId, OwnTransport>();
  readonly #producers = new Map<ProducerId, types.Producer>();
  readonly #viewed = new Map<ConsumerId, ViewedTrack>();
  #transportsPending = 0;
  #producersPending = 0;
  #viewedPending = 0;
  #closed = false;

  constructor(context: MediaContext, session: Session) {
    this.#context = context;
    this.#session = session;
  }

  async createTransport(data: RequestData<'media.createTransport'>): Promise<RequestOutput<'media.createTransport'>> {
    const sends = data.direction === 'send';
    // Whoever only talks or sits in a room receives nothing but what is given to it: feeds need `media.view` when they are consumed, and `media.produce` a unit.
    const { capabilities } = this.#session;
    if (![sends ? 'media.publish' : 'media.view', 'talk.use', 'consultations.join'].some((needed) => capabilities.has(needed as Capability))) throw new AppError('forbidden');
    if (this.#transports.size + this.#transportsPending >= MAX_TRANSPORTS) throw new AppError('tooManyRequests');
    this.#transportsPending += 1;
    try {
      const own = await this.#context.pool.place((worker) => this.#makeTransport(worker, data));
      // A session receives feeds, talk and a room over a transport each; a client that asks again has lost sight of the former.
      if (!sends) for (const former of this.#transports.values()) if (former.rtpCapabilities !== null && former.use === own.use) former.transport.close();
      this.#own(own);
      const { transport } = own;
      if (sends) await transport.setMaxIncomingBitrate(MAX_INCOMING_BITRATE);
      return {
        transportId: transport.id as TransportId,
        iceParameters: transport.iceParameters,
        iceCandidates: transport.iceCandidates,
        dtlsParameters: transport.dtlsParameters,
      };
    } finally {
      this.#transportsPending -= 1;
    }
  }

  async connectTransport(data: RequestData<'media.connectTransport'>): Promise<void> {
    const own = this.#transport(data.transportId);
    if (own.connecting) throw new AppError('conflict');
    own.connecting = true;
    await own.transport.connect({ dtlsParameters: dtlsParametersOf(data.dtlsParameters) });
  }

  async restartIce(data: RequestData<'media.restartIce'>): Promise<RequestOutput<'media.restartIce'>> {
    return { iceParameters: await this.#transport(data.transportId).transport.restartIce() };
  }

  async limitTransport(data: RequestData<'media.limitTransport'>): Promise<void> {
    const { transport, rtpCapabilities } = this.#transport(data.transportId);
    if (rtpCapabilities === null) throw new AppError('badInput', { detail: 'nothing goes out over a send transport' });
    // mediasoup's 0 is no limit.
    await transport.setMaxOutgoingBitrate((data.maxOutgoingKbit ?? 0) * 1_000);
  }

  closeTransport(data: RequestData<'media.closeTransport'>): void {
    this.#transport(data.transportId).transport.close();
  }

  async produce(data: RequestData<'media.produce'>): Promise<RequestOutput<'media.produce'>> {
    const { unitId } = this.#session;
    if (unitId === null) throw new AppError('forbidden');
    const { transport, worker, rtpCapabilities } = this.#transport(data.transportId);
    if (rtpCapabilities !== null) throw new AppError('badInput', { detail: 'a receive transport cannot produce' });
    if (this.#producers.size + this.#producersPending >= MAX_PRODUCERS) throw new AppError('tooManyFeeds');
    this.#producersPending += 1;
    try {
      const { feedId } = await this.#context.feeds.open(unitId, data.label);
      if (this.#context.poisonGuard.quarantinedUntil(feedId, Date.now()) !== null) throw new AppError('mediaUnavailable');
      this.#context.poisonGuard.sourceStarted(worker, feedId);
      const producer = await transport.produce({
        kind: data.kind,
        rtpParameters: rtpParametersOf(data.rtpParameters),
        keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY_MS,
      });
      if (transport.closed) {
        // mediasoup hands it over all the same, and nobody else would ever close it.
        producer.close();
        throw new AppError('transportClosed');
      }
      const producerId = producer.id as ProducerId;
      this.#producers.set(producerId, producer);
      producer.observer.once('close', () => this.#producers.delete(producerId));
      this.#context.liveTracks.publish({ feedId, kind: data.kind, shape: feedTrackOf(producer), producer, worker, live: true });
      return { producerId, feedId };
    } catch (error) {
      if (transport.closed) throw new AppError('transportClosed', { cause: error });
      throw error;
    } finally {
      this.#producersPending -= 1;
    }
  }

  closeProducer(data: RequestData<'media.closeProducer'>): void {
    const producer = this.#producers.get(data.producerId);
    if (producer === undefined) throw new AppError('notFound');
    producer.close();
  }

  /** What belongs to no feed, seen and heard by nobody but those whom it is given to. */
  async produceOwn(data: Pick<RequestData<'room.produce'>, 'transportId' | 'kind' | 'rtpParameters' | 'paused'>): Promise<OwnTrack> {
    const { transport, worker, rtpCapabilities } = this.#transport(data.transportId);
    if (rtpCapabilities !== null) throw new AppError('badInput', { detail: 'a receive transport cannot produce' });
    const { kind, paused } = data;
    const producer = await transport.produce({ kind, rtpParameters: rtpParametersOf(data.rtpParameters), paused, ...(kind === 'video' ? { keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY_MS } : {}) });
    if (!transport.closed) return { producer, worker };
    producer.close();
    throw new AppError('transportClosed');
  }

  async consumeOwn(transportId: TransportId, track: OwnTrack, how?: Pick<types.ConsumerOptions, 'paused' | 'preferredLayers'>): Promise<types.Consumer> {
    const { transport, worker, rtpCapabilities } = this.#receiving(transportId);
    return consumeTrack({ pipes: this.#context.pipes, transport, worker, rtpCapabilities, track, ...(how === undefined ? {} : { how }) });
  }

  /** A feed that the session is shown by a room, whether or not its court sees the unit's. */
  async viewFeed(transportId: TransportId, item: ConsumeItem, onClosed: () => void): Promise<ViewedTrack> {
    return this.#view({ ...this.#receiving(transportId), item, onClosed });
  }

  /** All items at once: one after the other is what makes a wall of sixteen slow. */
  async consume(data: RequestData<'media.consume'>): Promise<RequestOutput<'media.consume'>> {
    const { transport, worker, rtpCapabilities } = this.#receiving(data.transportId);
    const items = await Promise.all(
      data.items.map(async (item) => {
        const { feedId, kind } = item;
        try {
          const viewed = await this.#view({ transport, worker, rtpCapabilities, item });
          return { feedId, kind, consumer: viewed.sheet(), error: null };
        } catch (error) {
          const coded = mediaError(error);
          if (coded.code === 'internal') this.#session.log.error({ err: error, feedId, kind }, 'a feed cannot be consumed');
          return { feedId, kind, consumer: null, error: coded.code };
        }
      }),
    );
    if (transport.closed) throw new AppError('transportClosed');
    return { items };
  }

  async setConsumers(data: RequestData<'media.setConsumers'>): Promise<RequestOutput<'media.setConsumers'>> {
    const unknown: ConsumerId[] = [];
    await Promise.all(
      data.changes.map(async (change) => {
        const viewed = this.#viewed.get(change.consumerId);
        try {
          if (viewed === undefined) unknown.push(change.consumerId);
          else await viewed.apply(change);
        } catch (error) {
          // It ended while the change was on its way, and its notice is too. Anything else is worth a look.
          if (this.#viewed.has(change.consumerId)) throw error;
          unknown.push(change.consumerId);
        }
      }),
    );
    return { unknown };
  }

  /** Consumers that are not this session's, or no more, are passed over: their end is what was asked for. */
  closeConsumers(data: RequestData<'media.closeConsumers'>): void {
    for (const consumerId of data.consumerIds) this.#viewed.get(consumerId)?.close();
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { transport } of this.#transports.values()) transport.close();
  }

  async #makeTransport(worker: MediaWorker, data: RequestData<'media.createTransport'>): Promise<OwnTransport> {
    const transport = await worker.router.createWebRtcTransport({
      webRtcServer: worker.webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      iceConsentTimeout: ICE_CONSENT_TIMEOUT_S,
      ...(data.direction === 'send' ? {} : { initialAvailableOutgoingBitrate: FIRST_OUTGOING_BITRATE }),
    });
    if (this.#closed) {
      // The session ended while mediasoup was at work: what came of it must not outlive it.
      transport.close();
      throw new AppError('disconnected');
    }
    const rtpCapabilities = data.direction === 'send' ? null : rtpCapabilitiesOf(data.rtpCapabilities);
    return { transport, worker, rtpCapabilities, use: (data.direction === 'receive' ? data.use : undefined) ?? 'feeds', connecting: false };
  }

  async #view(options: {
    transport: types.WebRtcTransport;
    worker: MediaWorker;
    rtpCapabilities: types.RtpCapabilities;
    item: ConsumeItem;
    onClosed?: () => void;
  }): Promise<ViewedTrack> {
    if (this.#viewed.size + this.#viewedPending >= MAX_CONSUMERS) throw new AppError('tooManyFeeds');
    this.#viewedPending += 1;
    try {
      const viewed = await ViewedTrack.create({
        ...options,
        context: this.#context,
        session: this.#session,
        onClosed: ({ consumerId }) => {
          this.#viewed.delete(consumerId);
          options.onClosed?.();
        },
      });
      this.#viewed.set(viewed.consumerId, viewed);
      return viewed;
    } finally {
      this.#viewedPending -= 1;
    }
  }

  #transport(transportId: TransportId): OwnTransport {
    const own = this.#transports.get(transportId);
    if (own === undefined) throw new AppError('notFound');
    return own;
  }

  #receiving(transportId: TransportId): { transport: types.WebRtcTransport; worker: MediaWorker; rtpCapabilities: types.RtpCapabilities } {
    const { transport, worker, rtpCapabilities } = this.#transport(transportId);
    if (rtpCapabilities === null) throw new AppError('badInput', { detail: 'a send transport cannot consume' });
    return { transport, worker, rtpCapabilities };
  }

  #own(own: OwnTransport): void {
    const { transport, worker } = own;
    const transportId = transport.id as TransportId;
    this.#transports.set(transportId, own);
    transport.observer.once('close', () => this.#transports.delete(transportId));
    transport.on('routerclose', () => this.#tellClosed(transportId, worker.died ? 'workerDied' : 'closed'));
    const lost = (): void => {
      if (transport.closed) return;
      transport.close();
      this.#tellClosed(transportId, 'closed');
    };
    transport.on('icestatechange', (state) => {
      if (state === 'disconnected' || state === 'closed') lost();
    });
    transport.on('dtlsstatechange', (state) => {
      if (state === 'failed' || state === 'closed') lost();
    });
  }

  #tellClosed(transportId: TransportId, reason: 'workerDied' | 'closed'): void {
    if (!this.#closed) this.#session.notify('media.transportClosed', { transportId, reason });
  }
}
