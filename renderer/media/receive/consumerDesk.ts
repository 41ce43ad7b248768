import { AppError } from '#protocol/errors.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { TrackKind } from '#protocol/media/feeds.ts';
import type { ConsumerId, FeedId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../link/hallLink.ts';
import { consumeBatch, type ConsumeOutcome } from './consumeBatch.ts';
import type { OpenedTransport } from '../transport/openTransport.ts';
import type { TrackSlot } from './trackSlot.ts';
import type { ConsumerChange, WantedSlot, Work } from './trackWork.ts';
import type { WatchedFeed } from './watchedFeed.ts';

/** Does the work at the hall: batches of consumers fetched, set and closed. */
export class ConsumerDesk {
  /** Since the window opened. */
  consumersMade = 0;
  keyFramesAsked = 0;
  readonly #link: HallLink;
  readonly #feeds: ReadonlyMap<FeedId, WatchedFeed>;

  constructor(options: { link: HallLink; feeds: ReadonlyMap<FeedId, WatchedFeed> }) {
    this.#link = options.link;
    this.#feeds = options.feeds;
  }

  /** The hall tells the end of a consumer. One that is still being made is found out when it is to be resumed. */
  ended(options: { consumerId: ConsumerId; feedId: FeedId; kind: TrackKind }): void {
    const slot = this.#feeds.get(options.feedId)?.slots[options.kind];
    if (slot?.live?.consumerId === options.consumerId) {
      slot.drop();
    }
  }

  /** Fire and forget: what the hall no longer has needs no closing. */
  close(consumerIds: Work['close']): void {
    for (const chunk of chunksOf(consumerIds)) {
      this.#link.request('media.closeConsumers', { consumerIds: chunk }).catch(() => undefined);
    }
  }

  /** Resolves to whether all was heard and known; consumers that the hall does not know are dropped. */
  async set(changes: ConsumerChange[]): Promise<boolean> {
    this.keyFramesAsked += changes.filter(({ requestKeyFrame }) => requestKeyFrame).length;
    const outcomes = await Promise.all(chunksOf(changes).map((chunk) => this.#setChunk(chunk)));
    return outcomes.every(Boolean);
  }

  /**
   * Fetches tracks over the transport and fills their slots. Resolves to `transportLost` when the hall no longer has
   * the transport, or `outdated` when this side has given it up meanwhile (`isCurrent`).
   */
  async fetch(options: {
    opened: OpenedTransport;
    wanted: readonly WantedSlot[];
    isCurrent: () => boolean;
  }): Promise<'done' | 'transportLost' | 'outdated'> {
    const { opened, wanted, isCurrent } = options;
    for (const { slot } of wanted) {
      slot.pendingOn = opened;
    }
    let outcomes: ConsumeOutcome[] = [];
    let failure: unknown = null;
    try {
      outcomes = await consumeBatch({
        link: this.#link,
        opened,
        wanted: wanted.map(({ slot, layers }) => ({ feedId: slot.feedId, kind: slot.kind, layers })),
      });
    } catch (error) {
      failure = error;
    }
    for (const { slot } of wanted) {
      slot.pendingOn = slot.pendingOn === opened ? null : slot.pendingOn;
    }
    const code = failure instanceof AppError ? failure.code : 'internal';
    const lost = code === 'transportClosed' || code === 'notFound';
    if (isCurrent() && !lost) {
      for (const [index, item] of wanted.entries()) {
        this.#settle(item, outcomes[index] ?? { error: code });
      }
    }
    return !isCurrent() ? 'outdated' : lost ? 'transportLost' : 'done';
  }

  #settle({ slot, layers }: WantedSlot, outcome: ConsumeOutcome): void {
    const now = Date.now();
    const feed = this.#feeds.get(slot.feedId);
    if ('error' in outcome) {
      slot.failed(now);
      const known = outcome.error === 'feedNotLive' || outcome.error === 'cannotConsume';
      // The one that was to be replaced still shows its picture.
      if (!slot.replacing) {
        feed?.showAbsence(slot.kind, known ? outcome.error : 'mediaUnavailable');
      }
      return;
    }
    const { received } = outcome;
    this.consumersMade += 1;
    slot.take(received, { layers, now });
    const { track } = received.consumer;
    feed?.show(slot.kind === 'video' ? { videoTrack: track, problem: null, currentLayers: null } : { audioTrack: track });
    const former = slot.dropFormer();
    if (former.length > 0) {
      this.close(former);
    }
  }

  async #setChunk(changes: ConsumerChange[]): Promise<boolean> {
    const slots = changes.map(({ consumerId }) => this.#slotOf(consumerId));
    try {
      const { unknown } = await this.#link.request('media.setConsumers', { changes });
      for (const consumerId of unknown) {
        this.#slotOf(consumerId)?.drop();
      }
      return unknown.length === 0;
    } catch {
      for (const slot of slots) {
        slot?.doubt();
      }
      return false;
    }
  }

  #slotOf(consumerId: string): TrackSlot | undefined {
    for (const { slots } of this.#feeds.values()) {
      for (const slot of [slots.video, slots.audio]) {
        if (slot.live?.consumerId === consumerId) {
          return slot;
        }
      }
    }
    return undefined;
  }
}

function chunksOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / LIMITS.maxBatch) }, (_, index) =>
    items.slice(index * LIMITS.maxBatch, (index + 1) * LIMITS.maxBatch),
  );
}
