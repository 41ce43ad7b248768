import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FeedTrack, TrackKind } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { demandOf, type Demand } from './demand.ts';
import type { FeedMedia, FeedWish } from '../feedReceiver.ts';
import type { Bid } from './budget/allotLayers.ts';
import { HealthMeter } from './feedHealth.ts';
import { fittingLayers, lowerLayers, NO_LAYERS_YET, switchedLayers, type Layers, type LayerSwitch } from './layerPolicy.ts';
import { NO_COMPLAINT, type Complaint } from './refreshStep.ts';
import { TrackSlot, type ConsumerSetting } from './trackSlot.ts';

const FOCUS_PRIORITY = 255;
/** Where the way itself is too narrow the hall serves the larger pictures first; by spatial layer. */
const LAYER_PRIORITIES = [1, 3, 8, 16] as const;
const COMMON_PRIORITY = 1;

const NO_MEDIA: FeedMedia = {
  videoTrack: null,
  audioTrack: null,
  problem: null,
  currentLayers: null,
  score: null,
  producerScore: null,
};

export type TrackPlan = { readonly demand: Demand; readonly setting: ConsumerSetting; readonly wakeAt: number | null };

/** All that this window wants of one feed, over the tiles that show it, and what it has got. */
export class WatchedFeed {
  readonly feedId: FeedId;
  readonly media: StoreApi<FeedMedia> = createStore<FeedMedia>(() => NO_MEDIA);
  readonly slots: Readonly<Record<TrackKind, TrackSlot>>;
  /** The tile's complaints about a still picture. */
  complaint: Complaint = NO_COMPLAINT;
  /** The most that the window's budget allows; null: as wished. */
  cap: Layers | null = null;
  readonly health = new HealthMeter();
  readonly #wishes = new Map<object, FeedWish | null>();
  #unwantedSinceAt: Record<TrackKind, number | null> = { video: Number.NEGATIVE_INFINITY, audio: Number.NEGATIVE_INFINITY };
  #layers: LayerSwitch = NO_LAYERS_YET;
  #focused = false;

  constructor(feedId: FeedId) {
    this.feedId = feedId;
    this.slots = { video: new TrackSlot({ feedId, kind: 'video' }), audio: new TrackSlot({ feedId, kind: 'audio' }) };
  }

  get held(): boolean {
    return this.#wishes.size > 0;
  }

  /** `watch` stands for the tile; `wish` is null until it said what it wants. */
  setWish(watch: object, wish: FeedWish | null, now: number): void {
    this.#wishes.set(watch, wish);
    this.#noteWanted(now);
  }

  removeWish(watch: object, now: number): void {
    this.#wishes.delete(watch);
    this.#noteWanted(now);
  }

  /** What to do about one track that the feed has live as `track`. */
  plan(kind: TrackKind, track: FeedTrack, now: number): TrackPlan {
    const { demand, wakeAt } = this.demand(kind, now);
    if (kind === 'audio') {
      return { demand, wakeAt, setting: { paused: demand !== 'on', layers: null, priority: FOCUS_PRIORITY } };
    }
    const wish = this.#merged();
    const priorityOf = (layers: Layers | null) => (this.#focused ? FOCUS_PRIORITY : (LAYER_PRIORITIES[layers?.spatialLayer ?? 0] ?? COMMON_PRIORITY));
    if (!wish || track.spatialLayers * track.temporalLayers === 1) {
      return { demand, wakeAt, setting: { paused: demand !== 'on', layers: this.#layers.current, priority: priorityOf(this.#layers.current) } };
    }
    const fitting = fittingLayers({ ...wish, spatialLayers: track.spatialLayers, temporalLayers: track.temporalLayers });
    const switched = switchedLayers(this.#layers, {
      target: this.cap === null ? fitting : lowerLayers(fitting, this.cap),
      urgent: wish.focused,
      now,
    });
    this.#layers = switched.state;
    return {
      demand,
      wakeAt: Math.min(wakeAt ?? Infinity, switched.wakeAt ?? Infinity),
      setting: { paused: demand !== 'on', layers: switched.state.current, priority: priorityOf(switched.state.current) },
    };
  }

  /** What it asks of a budget for this video track; null: it has no lower layer to go to. */
  bid(track: FeedTrack): Omit<Bid<FeedId>, 'key'> | null {
    const wish = this.#merged();
    const { spatialLayers, temporalLayers } = track;
    if (!wish || spatialLayers * temporalLayers === 1) {
      return null;
    }
    const wanted = fittingLayers({ ...wish, spatialLayers, temporalLayers });
    return { wanted, spatialLayers, temporalLayers, focused: wish.focused, areaPx: wish.widthPx * wish.heightPx };
  }

  demand(kind: TrackKind, now: number): { demand: Demand; wakeAt: number | null } {
    return demandOf({ unwantedSinceAt: this.#unwantedSinceAt[kind], held: this.held, now });
  }

  /** There is no such track now, and why; null: nobody wants one, or it is being fetched. */
  showAbsence(kind: TrackKind, problem: FeedMedia['problem']): void {
    this.show(kind === 'video' ? { videoTrack: null, currentLayers: null, problem } : { audioTrack: null });
  }

  /** Nobody holds it and nothing of it is left here or under way. */
  isIdle(now: number): boolean {
    const idle = ({ live, pendingOn, kind }: TrackSlot) =>
      live === null && pendingOn === null && this.demand(kind, now).demand === 'off';
    return !this.held && idle(this.slots.video) && idle(this.slots.audio);
  }

  /** Sets the part of the store that differs, so that nobody is woken for nothing. */
  show(change: Partial<FeedMedia>): void {
    const before = this.media.getState();
    const keys = Object.keys(change) as (keyof FeedMedia)[];
    if (keys.some((key) => before[key] !== change[key])) {
      this.media.setState(change);
    }
  }

  #noteWanted(now: number): void {
    const wish = this.#merged();
    this.#focused = wish?.focused ?? false;
    this.#note('video', wish !== null, now);
    this.#note('audio', [...this.#wishes.values()].some((each) => each?.audio), now);
  }

  #note(kind: TrackKind, wanted: boolean, now: number): void {
    const since = this.#unwantedSinceAt[kind];
    this.#unwantedSinceAt[kind] = wanted ? null : (since ?? now);
  }

  /** The largest of what the visible tiles want; null when none is visible. */
  #merged(): { widthPx: number; heightPx: number; focused: boolean } | null {
    const visible = [...this.#wishes.values()].filter((wish) => wish !== null && wish.widthPx > 0 && wish.heightPx > 0) as FeedWish[];
    if (visible.length === 0) {
      return null;
    }
    return {
      widthPx: Math.max(...visible.map(({ widthPx }) => widthPx)),
      heightPx: Math.max(...visible.map(({ heightPx }) => heightPx)),
      focused: visible.some(({ focused }) => focused),
    };
  }
}
