import type { TrackKind } from '#protocol/media/feeds.ts';
import type { ConsumerId, FeedId } from '#protocol/nouns/ids.ts';
import type { ReceivedTrack } from './consumeBatch.ts';
import type { Layers } from './layerPolicy.ts';

const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 3_000;

export type ConsumerSetting = { readonly paused: boolean; readonly layers: Layers | null; readonly priority: number };

type Change = { consumerId: ConsumerId; paused?: boolean; layers?: Layers; priority?: number };

/** One kind of track of one feed in this window: its consumer, what the hall was told of it, and when to try again. */
export class TrackSlot {
  readonly feedId: FeedId;
  readonly kind: TrackKind;
  /** The transport on which a consume request for it is under way. */
  pendingOn: object | null = null;
  live: ReceivedTrack | null = null;
  /** When `live` came, ms since the epoch. */
  liveSinceAt = 0;
  retryAt = 0;
  /** The consumer that is being replaced: its picture stays until the new one is there. */
  #former: ReceivedTrack | null = null;
  #failures = 0;
  #told: ConsumerSetting | null = null;

  constructor(options: { feedId: FeedId; kind: TrackKind }) {
    this.feedId = options.feedId;
    this.kind = options.kind;
  }

  /** `layers` are those that were asked for with the consumer, which the hall made paused and of common priority. */
  take(received: ReceivedTrack, options: { layers: Layers | null; now: number }): void {
    this.live = received;
    this.liveSinceAt = options.now;
    this.#told = { paused: true, layers: options.layers, priority: 1 };
    this.#failures = 0;
    this.retryAt = 0;
  }

  /** Gives the consumer up on this side; the ids are for whoever has to tell the hall. */
  drop(): ConsumerId[] {
    const dropped = [...this.dropFormer(), ...(this.live ? [this.live.consumerId] : [])];
    this.live?.consumer.close();
    this.live = null;
    this.#told = null;
    return dropped;
  }

  /** A new consumer is to be fetched; this one goes on until then. Returns what had to go at once, for the hall. */
  replace(): ConsumerId[] {
    const dropped = this.dropFormer();
    this.#former = this.live;
    this.live = null;
    this.#told = null;
    return dropped;
  }

  get replacing(): boolean {
    return this.#former !== null;
  }

  /** Gives up the one that was replaced, for instance because the new one's picture is on. */
  dropFormer(): ConsumerId[] {
    const former = this.#former;
    this.#former = null;
    former?.consumer.close();
    return former ? [former.consumerId] : [];
  }

  failed(now: number): void {
    this.retryAt = now + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
  }

  /** News about the feed: what failed before may work now. */
  forgive(): void {
    this.#failures = 0;
    this.retryAt = 0;
  }

  /** What the hall has to be told so that the consumer is as wanted; null when it is. Taken as told from here on. */
  changeTo(wanted: ConsumerSetting): Change | null {
    const told = this.#told;
    if (!this.live) {
      return null;
    }
    const layersDiffer =
      wanted.layers !== null &&
      (told?.layers?.spatialLayer !== wanted.layers.spatialLayer || told.layers.temporalLayer !== wanted.layers.temporalLayer);
    const change: Change = {
      consumerId: this.live.consumerId,
      ...(told?.paused === wanted.paused ? {} : { paused: wanted.paused }),
      ...(layersDiffer && wanted.layers ? { layers: wanted.layers } : {}),
      ...(told?.priority === wanted.priority ? {} : { priority: wanted.priority }),
    };
    this.#told = { ...wanted, layers: wanted.layers ?? told?.layers ?? null };
    return Object.keys(change).length > 1 ? change : null;
  }

  /** The hall may not have heard the last change: everything is told again. */
  doubt(): void {
    this.#told = null;
  }

  get flowing(): boolean {
    return this.live !== null && this.#told?.paused === false;
  }
}
