import { Device } from 'mediasoup-client';
import type { types } from 'mediasoup-client';
import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { EMPTY_STATE, snapshotOf } from '#domain/hallState/hallState.ts';
import type { RequestInput, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { Feed, FeedTrack } from '#protocol/media/feeds.ts';
import type { ConsumerId, CourtCode, FeedId, ProducerId, TransportId, UnitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../link/fakeHallLink.ts';

type Consumer = { consumerId: ConsumerId; feedId: FeedId; kind: 'video' | 'audio'; transportId: TransportId; paused: boolean };

const idOf = (prefix: string, number: number) => `${prefix}90a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const feedIdOf = (number: number) => idOf('fe', number) as FeedId;

const COURT = '闽' as CourtCode;
const VIDEO: FeedTrack = { kind: 'video', mimeType: 'video/VP8', spatialLayers: 3, temporalLayers: 3 };
const AUDIO: FeedTrack = { kind: 'audio', mimeType: 'audio/opus', spatialLayers: 1, temporalLayers: 1 };

/** A hall's media for tests: keeps transports and consumers as the real one would. The client side is mediasoup-client itself. */
export class FakeMediaHall {
  readonly link = new FakeHallLink();
  readonly feeds = new Map<FeedId, Feed>();
  readonly consumers = new Map<ConsumerId, Consumer>();
  readonly transports = new Set<TransportId>();
  readonly clientTransports: types.Transport[] = [];
  #next = 0;
  #sequence = 0;
  /** Feeds that the follower's copy of the log has. */
  readonly #opened = new Set<FeedId>();

  constructor() {
    const { link } = this;
    link.state.subscribe(({ session }) => {
      if (session === null) {
        this.transports.clear();
        this.consumers.clear();
      }
    });
    link.answers = {
      'hall.follow': () => this.#followed(),
      'media.capabilities': () => ({ routerRtpCapabilities: { ...fakeParameters.generateRouterRtpCapabilities() } }),
      'media.createTransport': () => {
        const { iceParameters, iceCandidates, dtlsParameters } = fakeParameters.generateTransportRemoteParameters();
        const transportId = this.#newId('7a') as TransportId;
        this.transports.add(transportId);
        return { transportId, iceParameters: { ...iceParameters }, iceCandidates: iceCandidates.map((each) => ({ ...each })), dtlsParameters: { ...dtlsParameters } };
      },
      'media.connectTransport': () => ({}),
      'media.closeTransport': ({ transportId }) => {
        this.loseTransport(transportId as TransportId);
        return {};
      },
      'media.limitTransport': () => ({}),
      'media.consume': (input) => this.#consume(input),
      'media.setConsumers': ({ changes }) => {
        for (const { consumerId, paused } of changes) {
          const consumer = this.consumers.get(consumerId as ConsumerId);
          if (consumer) {
            consumer.paused = paused ?? consumer.paused;
          }
        }
        return { unknown: changes.map(({ consumerId }) => consumerId as ConsumerId).filter((consumerId) => !this.consumers.has(consumerId)) };
      },
      'media.closeConsumers': ({ consumerIds }) => {
        consumerIds.forEach((consumerId) => this.consumers.delete(consumerId as ConsumerId));
        return {};
      },
      'media.produce': () => ({ producerId: this.#newId('bb') as ProducerId, feedId: feedIdOf(1) }),
      'media.closeProducer': () => ({}),
    };
  }

  readonly createDevice = (): Promise<types.Device> => {
    const device = new Device({ handlerFactory: FakeHandler.createFactory(fakeParameters) });
    device.observer.on('newtransport', (transport) => this.clientTransports.push(transport));
    return Promise.resolve(device);
  };

  /** Feed `number` with these tracks and the next generation, told to the followers. */
  setFeed(number: number, tracks: ('video' | 'audio')[] = ['video', 'audio'], options: { generation?: number; tell?: boolean } = {}): void {
    const feedId = feedIdOf(number);
    const feed: Feed = {
      feedId,
      unitId: idOf('aa', number) as UnitId,
      label: 'camera',
      tracks: [VIDEO, AUDIO].filter(({ kind }) => tracks.includes(kind)),
      generation: options.generation ?? (this.feeds.get(feedId)?.generation ?? 0) + 1,
      sinceAt: 0,
    };
    this.feeds.set(feedId, feed);
    for (const consumer of this.consumers.values()) {
      if (consumer.feedId === feedId && !tracks.includes(consumer.kind)) {
        this.consumers.delete(consumer.consumerId);
      }
    }
    if (options.tell !== false && this.link.state.getState().phase === 'online') {
      const { unitId, label, ...media } = feed;
      if (!this.#opened.has(feedId)) {
        this.#opened.add(feedId);
        const after = this.#sequence;
        this.#sequence += 1;
        const entry = { sequence: this.#sequence, at: 0, name: 'feed.opened', subject: `feed/${feedId}`, version: 1, courtCode: COURT, actor: { kind: 'hall' as const }, data: { unitId, label } };
        this.link.notify('log.appended', { after, upTo: this.#position(), entries: [entry] });
      }
      this.link.notify('presence.changed', { feeds: [media] });
    }
  }

  /** What the hall sends now: `kind feed` of each consumer that is not paused. */
  sent(): string[] {
    return [...this.consumers.values()]
      .filter(({ paused }) => !paused)
      .map(({ feedId, kind }) => `${kind} ${Number(feedId.slice(-3))}`)
      .toSorted();
  }

  consumerOf(number: number, kind: 'video' | 'audio' = 'video'): Consumer | undefined {
    return [...this.consumers.values()].find((each) => each.feedId === feedIdOf(number) && each.kind === kind);
  }

  /** A worker's death takes its transports and consumers with it. */
  loseTransport(transportId: TransportId): void {
    this.transports.delete(transportId);
    for (const consumer of this.consumers.values()) {
      if (consumer.transportId === transportId) {
        this.consumers.delete(consumer.consumerId);
      }
    }
  }

  #followed(): RequestOutput<'hall.follow'> {
    const feeds = [...this.feeds.values()];
    feeds.forEach(({ feedId }) => this.#opened.add(feedId));
    return {
      log: {
        kind: 'snapshot',
        upTo: this.#position(),
        state: { ...snapshotOf(EMPTY_STATE), feeds: feeds.map(({ feedId, unitId, label }) => ({ feedId, unitId, label, courtCode: COURT, version: 1 })) },
      },
      presence: { units: [], feeds: feeds.map(({ feedId, tracks, generation, sinceAt }) => ({ feedId, tracks, generation, sinceAt })), slots: [], centres: [] },
      status: { writable: true, reason: null, sinceAt: 0 },
    };
  }

  #position() {
    return { sequence: this.#sequence, hash: this.#sequence.toString(16).padStart(64, '0') };
  }

  #consume(input: RequestInput<'media.consume'>) {
    const transportId = input.transportId as TransportId;
    if (!this.transports.has(transportId)) {
      throw new AppError('notFound');
    }
    return {
      items: input.items.map(({ feedId: wanted, kind }) => {
        const feedId = wanted as FeedId;
        const feed = this.feeds.get(feedId);
        if (!feed?.tracks.some((track) => track.kind === kind)) {
          return { feedId, kind, consumer: null, error: 'feedNotLive' };
        }
        const consumerId = this.#newId('c0') as ConsumerId;
        this.consumers.set(consumerId, { consumerId, feedId, kind, transportId, paused: true });
        const { rtpParameters } = fakeParameters.generateConsumerRemoteParameters({
          id: consumerId,
          codecMimeType: kind === 'video' ? 'video/VP8' : 'audio/opus',
        });
        return {
          feedId,
          kind,
          consumer: { consumerId, producerId: this.#newId('bb') as ProducerId, rtpParameters: { ...rtpParameters }, producerPaused: false, generation: feed.generation },
          error: null,
        };
      }),
    };
  }

  #newId(prefix: string): string {
    this.#next += 1;
    return idOf(prefix, this.#next);
  }
}
