import { TRACK_KINDS } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../link/hallLink.ts';
import type { HallReplica } from '../replica/hallReplica.ts';
import type { ReceivedTrack } from './receive/consumeBatch.ts';
import { BudgetKeeper } from './receive/budget/budgetKeeper.ts';
import { ConsumerDesk } from './receive/consumerDesk.ts';
import { receivedBytes } from './receive/feedHealth.ts';
import type { FeedReceiver, FeedWatch, MendStep } from './feedReceiver.ts';
import { FlowWatchdog } from './receive/flowWatchdog.ts';
import { MediaDevice, type CreateDevice } from './transport/mediaDevice.ts';
import type { OpenedTransport } from './transport/openTransport.ts';
import { ReceiveWay } from './receive/receiveWay.ts';
import { refreshStep } from './receive/refreshStep.ts';
import { addTrackWork, type WantedSlot, type Work } from './receive/trackWork.ts';
import { WatchedFeed } from './receive/watchedFeed.ts';

/** Wishes of one moment (a new grid, a window that opens) are served together, ms. */
const COLLECT_MS = 5;
const WATCHDOG_INTERVAL_MS = 700;
const SET_RETRY_MS = 300;
/** How often what comes is counted while there is a budget, ms. */
const MEASURE_INTERVAL_MS = 5_000;
/** The hall stops what is more than this part of the budget: the window itself chooses better what to go without. */
const HALL_STOP = 1.25;
const LEAST_STOP_KBIT = 100;
/** A consumer younger than this is not made again, ms. */
const NEW_CONSUMER_MS = 1_500;

export type FeedReceiverOptions = {
  link: HallLink;
  replica: HallReplica;
  createDevice?: CreateDevice;
  /** Changes with each frame that a consumer delivers; by default asked of the browser, which costs next to nothing. */
  frameMarkOf?: (received: ReceivedTrack) => number | null;
};

/** Receives for one window; nothing is asked of the hall before the first wish for a visible tile. */
export function createFeedReceiver(options: FeedReceiverOptions): FeedReceiver {
  return WindowReceiver.create(options);
}

/**
 * Level-triggered: whatever happens only asks for another look, and a look compares what is wanted with what there is.
 * So a lost notice, a double one or an odd order cannot leave a tile behind.
 */
class WindowReceiver implements FeedReceiver {
  readonly #link: HallLink;
  readonly #replica: HallReplica;
  readonly #device: MediaDevice;
  readonly #frameMarkOf: (received: ReceivedTrack) => number | null;
  readonly #feeds = new Map<FeedId, WatchedFeed>();
  readonly #way: ReceiveWay;
  readonly #desk: ConsumerDesk;
  readonly #watchdog = new FlowWatchdog();
  readonly #budget = new BudgetKeeper();
  #limitedOn: OpenedTransport | null = null;
  #undo: (() => void)[] = [];
  #sessionId: string | null = null;
  #look: { timer: ReturnType<typeof setTimeout>; at: number } | null = null;
  #closed = false;

  private constructor(options: FeedReceiverOptions) {
    this.#link = options.link;
    this.#replica = options.replica;
    this.#device = new MediaDevice({ link: options.link, createDevice: options.createDevice });
    this.#frameMarkOf = options.frameMarkOf ?? newestFrameMark;
    this.#desk = new ConsumerDesk({ link: options.link, feeds: this.#feeds });
    this.#way = new ReceiveWay({
      link: options.link,
      device: this.#device,
      onReady: () => {
        this.#tellLimit();
        this.#lookIn(0);
      },
      onFailed: () => this.#loseWay({ tellHall: true }),
    });
  }

  static create(options: FeedReceiverOptions): WindowReceiver {
    const receiver = new WindowReceiver(options);
    receiver.#start();
    return receiver;
  }

  watch(feedId: FeedId): FeedWatch {
    const key = {};
    const feed = this.#feeds.get(feedId) ?? new WatchedFeed(feedId);
    if (!this.#closed) {
      this.#feeds.set(feedId, feed);
      feed.setWish(key, null, Date.now());
    }
    let open = !this.#closed;
    return {
      feedId,
      media: feed.media,
      wish: (wish) => {
        if (open) {
          feed.setWish(key, wish, Date.now());
          this.#lookIn(COLLECT_MS);
        }
      },
      refresh: (step) => (open ? this.#refresh(feed, step) : null),
      health: async () => {
        const { live, liveSinceAt } = feed.slots.video;
        return open && live !== null ? feed.health.read(live, liveSinceAt) : null;
      },
      audioLevel: () => {
        const { live, flowing } = feed.slots.audio;
        return open && live !== null && flowing ? loudness(live) : null;
      },
      close: () => {
        if (open) {
          open = false;
          feed.removeWish(key, Date.now());
          this.#lookIn(COLLECT_MS);
        }
      },
    };
  }

  counters(): { transportsMade: number; consumersMade: number; keyFramesAsked: number } {
    const { consumersMade, keyFramesAsked } = this.#desk;
    return { transportsMade: this.#way.made, consumersMade, keyFramesAsked };
  }

  setBudget(kbitPerSecond: number | null): void {
    if (this.#closed || kbitPerSecond === this.#budget.budgetKbit) {
      return;
    }
    this.#budget.set(kbitPerSecond);
    this.#tellLimit();
    this.#lookIn(0);
  }

  budget(): ReturnType<FeedReceiver['budget']> {
    return this.#budget.state();
  }

  close(): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    for (const undo of this.#undo.splice(0)) {
      undo();
    }
    clearTimeout(this.#look?.timer);
    this.#dropAll();
    this.#way.close();
    for (const feed of this.#feeds.values()) {
      feed.showAbsence('video', null);
      feed.showAbsence('audio', null);
    }
    this.#feeds.clear();
  }

  #start(): void {
    const link = this.#link;
    const watchdog = setInterval(() => this.#watch(), WATCHDOG_INTERVAL_MS);
    const measuring = setInterval(() => void this.#measure(), MEASURE_INTERVAL_MS);
    this.#undo = [
      () => clearInterval(watchdog),
      () => clearInterval(measuring),
      link.state.subscribe(() => this.#meetSession()),
      this.#replica.state.subscribe((state, before) => {
        for (const { feedId, slots } of this.#feeds.values()) {
          if (state.feeds.get(feedId) !== before.feeds.get(feedId)) {
            slots.video.forgive();
            slots.audio.forgive();
          }
        }
        if (state.feeds !== before.feeds || state.synced !== before.synced) {
          this.#lookIn(0);
        }
      }),
      link.on('media.transportClosed', ({ transportId }) => {
        if (this.#way.opened?.transportId === transportId) {
          this.#loseWay({ tellHall: false });
        }
      }),
      link.on('media.consumerClosed', (ended) => {
        this.#desk.ended(ended);
        this.#lookIn(0);
      }),
      link.on('media.consumerChanged', ({ consumerId, currentLayers, score, producerScore }) => {
        for (const feed of this.#feeds.values()) {
          if (feed.slots.video.live?.consumerId === consumerId) {
            feed.show({ currentLayers, score, producerScore });
          }
        }
      }),
    ];
    this.#meetSession();
  }

  #meetSession(): void {
    const session = this.#link.state.getState().session;
    const sessionId = session?.sessionId ?? null;
    if (sessionId === this.#sessionId) {
      return;
    }
    this.#sessionId = sessionId;
    if (session) {
      // Nothing of a former session exists in the hall any more. Until here it was kept: its last picture is worth
      // more than a black tile, and a hall that only dropped the socket goes on sending for a moment.
      this.#loseWay({ tellHall: false });
      this.#way.forgive();
      if (session.capabilities.includes('media.view')) {
        this.#device.load().catch(() => undefined);
      }
    }
    this.#lookIn(0);
  }

  #loseWay(options: { tellHall: boolean }): void {
    this.#dropAll();
    this.#way.lose(options);
    this.#lookIn(0);
  }

  #dropAll(): void {
    for (const { slots } of this.#feeds.values()) {
      for (const kind of TRACK_KINDS) {
        slots[kind].drop();
        slots[kind].forgive();
      }
    }
  }

  #lookIn(delayMs: number): void {
    const at = Date.now() + delayMs;
    if (this.#closed || (this.#look && this.#look.at <= at)) {
      return;
    }
    clearTimeout(this.#look?.timer);
    const timer = setTimeout(() => {
      this.#look = null;
      this.#lookNow();
    }, delayMs);
    this.#look = { at, timer };
  }

  #lookNow(): void {
    const now = Date.now();
    const online = this.#sessionId !== null;
    const work: Work = { consume: [], close: [], change: [] };
    let wakeAt = Infinity;
    this.#budget.keep(this.#feeds.values(), this.#replica.state.getState(), now);
    for (const feed of this.#feeds.values()) {
      for (const kind of TRACK_KINDS) {
        const hall = this.#replica.state.getState();
        const again = addTrackWork({ feed, kind, now, online, hall, transport: this.#way.opened, work });
        wakeAt = Math.min(wakeAt, again ?? Infinity);
      }
      if (feed.isIdle(now)) {
        this.#feeds.delete(feed.feedId);
      }
    }
    if (online && work.close.length > 0) {
      this.#desk.close(work.close);
    }
    if (online && work.change.length > 0) {
      void this.#desk.set(work.change).then((heard) => heard || this.#lookIn(SET_RETRY_MS));
    }
    if (work.consume.length > 0) {
      wakeAt = Math.min(wakeAt, this.#fetchOrOpen(work.consume, now) ?? Infinity);
    }
    if (wakeAt < Infinity) {
      this.#lookIn(Math.max(0, wakeAt - now));
    }
  }

  /** Returns when to look again if there is no transport and the next attempt has to wait. */
  #fetchOrOpen(wanted: WantedSlot[], now: number): number | null {
    const { opened } = this.#way;
    for (const { slot } of wanted) {
      const feed = this.#feeds.get(slot.feedId);
      if (slot.kind === 'video' && feed && (feed.media.getState().problem !== null || this.#way.problem)) {
        feed.show({ problem: this.#way.problem ? 'mediaUnavailable' : null });
      }
    }
    if (!opened) {
      return this.#way.ensure(now);
    }
    void this.#fetch(opened, wanted);
    return null;
  }

  async #fetch(opened: OpenedTransport, wanted: WantedSlot[]): Promise<void> {
    const outcome = await this.#desk.fetch({ opened, wanted, isCurrent: () => !this.#closed && this.#way.opened === opened });
    if (outcome === 'transportLost') {
      this.#loseWay({ tellHall: false });
    } else if (!this.#closed) {
      // At once, not in a moment: the new consumers are still paused.
      this.#lookNow();
    }
  }

  #refresh(feed: WatchedFeed, wanted: 'keyFrame' | 'consumer' | undefined): MendStep | null {
    const now = Date.now();
    const slot = feed.slots.video;
    if (!slot.live) {
      slot.forgive();
      this.#lookIn(0);
      return null;
    }
    if (wanted === 'consumer' && now - slot.liveSinceAt < NEW_CONSUMER_MS) {
      return null;
    }
    const step = wanted ?? this.#nextStep(feed, now);
    switch (step) {
      case 'keyFrame':
        void this.#desk.set([{ consumerId: slot.live.consumerId, requestKeyFrame: true }]).then((heard) => heard || this.#lookIn(0));
        break;
      case 'consumer':
        this.#desk.close(slot.replace());
        this.#lookIn(0);
        break;
      case 'transport':
        this.#loseWay({ tellHall: true });
        break;
    }
    return step;
  }

  #nextStep(feed: WatchedFeed, now: number): MendStep {
    const { complaint, step } = refreshStep(feed.complaint, {
      now,
      consumerMadeAt: feed.slots.video.liveSinceAt,
      transportMadeAt: this.#way.madeAt,
      othersMove: this.#watchdog.moves({ except: feed.feedId, now }),
    });
    feed.complaint = complaint;
    return step;
  }

  /** The hall's own stop, for when the estimates are wrong. */
  #tellLimit(): void {
    const { opened } = this.#way;
    const { budgetKbit } = this.#budget;
    if (opened && (budgetKbit !== null || this.#limitedOn === opened)) {
      this.#limitedOn = opened;
      const maxOutgoingKbit = budgetKbit === null ? null : Math.max(LEAST_STOP_KBIT, Math.round(budgetKbit * HALL_STOP));
      this.#link.request('media.limitTransport', { transportId: opened.transportId, maxOutgoingKbit }).catch(() => undefined);
    }
  }

  async #measure(): Promise<void> {
    const { opened } = this.#way;
    if (!opened || this.#budget.budgetKbit === null) {
      return;
    }
    try {
      const bytes = receivedBytes(await opened.transport.getStats());
      if (!this.#closed && this.#budget.measure(bytes, Date.now(), opened)) {
        this.#lookIn(0);
      }
    } catch {
      // The transport was closed meanwhile.
    }
  }

  #watch(): void {
    if (this.#sessionId === null) {
      return;
    }
    const flowing = [...this.#feeds.values()].filter(({ slots }) => slots.video.flowing);
    const advice = this.#watchdog.look(
      flowing.map((feed) => ({
        key: feed.feedId,
        frameMark: feed.slots.video.live ? this.#frameMarkOf(feed.slots.video.live) : null,
        sourceAlive: feed.media.getState().producerScore !== 0,
      })),
      Date.now(),
    );
    if (advice === 'askKeyFrames') {
      const changes = flowing.flatMap(({ slots }) => slots.video.live ?? []);
      void this.#desk.set(changes.map(({ consumerId }) => ({ consumerId, requestKeyFrame: true as const })));
    } else if (advice === 'rebuild') {
      this.#loseWay({ tellHall: true });
    }
  }
}

function loudness({ consumer }: ReceivedTrack): number | null {
  return consumer.rtpReceiver?.getSynchronizationSources()[0]?.audioLevel ?? null;
}

/** When the newest frame was handed to the track; the browser keeps it without any statistics being gathered. */
function newestFrameMark({ consumer }: ReceivedTrack): number | null {
  return consumer.rtpReceiver?.getSynchronizationSources()[0]?.timestamp ?? null;
}
