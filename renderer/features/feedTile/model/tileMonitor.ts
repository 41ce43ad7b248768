import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TileReport, TileState } from '#protocol/nouns/diagnostics.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { FeedWatch } from '../../../media/feedReceiver.ts';
import type { FrameSight } from '../../../media/frameProbe.ts';
import { createFramePress } from './pressForFrames.ts';
import { visibleTileState } from './tileAge.ts';
import { sameTileView, tileReason, type TileView } from './tileView.ts';

export type TileMonitorOptions = {
  tileKey: string;
  feedId: FeedId;
  watch: FeedWatch;
  probe: { sight(): FrameSight };
  /** What the hall says about the feed now. */
  readFeed: () => { feedKnown: boolean; unitOnline: boolean; videoClaimed: boolean };
  online: () => boolean;
  /** Hall time minus this machine's, ms. */
  clockOffsetMs: () => number;
  now: number;
  /** Called at once when the state changes, for what must not wait for React. */
  onState: (state: TileState) => void;
};

/** Watches one picture: what it may claim, what the overlay says, when to press for frames, what to report. */
export class TileMonitor {
  readonly view: StoreApi<TileView>;
  readonly #options: TileMonitorOptions;
  readonly #press = createFramePress();
  readonly #startedAt: number;
  #visibleSinceAt: number;
  #visible = true;
  #state: TileState = 'connecting';
  #staleCount = 0;

  private constructor(options: TileMonitorOptions) {
    this.#options = options;
    this.#startedAt = options.now;
    this.#visibleSinceAt = options.now;
    this.view = createStore<TileView>(() => ({ state: 'connecting', reason: null, lastFrameAt: null, withoutPictureS: 0, delayMs: null }));
  }

  static create(options: TileMonitorOptions): TileMonitor {
    const monitor = new TileMonitor(options);
    monitor.beat(options.now);
    return monitor;
  }

  setVisible(visible: boolean, now: number): void {
    if (visible && !this.#visible) {
      this.#visibleSinceAt = now;
    }
    this.#visible = visible;
  }

  /** Looks at the newest frame; `now` is this machine's time, ms since the epoch. */
  beat(now: number): void {
    const sight = this.#options.probe.sight();
    const facts = this.#options.readFeed();
    const online = this.#options.online();
    const state = visibleTileState({
      feedId: this.#options.feedId,
      lastFrameAt: sight.lastFrameAt,
      // Without the hall nothing is known to have ended.
      ended: online && !facts.videoClaimed,
      visibleSinceAt: this.#visibleSinceAt,
      now,
    });
    this.#enter(state);
    const silentMs = now - Math.max(sight.lastFrameAt ?? 0, this.#visibleSinceAt);
    this.#pressForFrames({ expected: facts.videoClaimed && this.#visible && online, silentMs, now });
    const view: TileView = {
      state,
      reason: tileReason({ ...facts, online, problem: this.#options.watch.media.getState().problem }),
      lastFrameAt: sight.lastFrameAt === null ? null : sight.lastFrameAt + this.#options.clockOffsetMs(),
      withoutPictureS: state === 'live' ? 0 : Math.floor((now - (sight.lastFrameAt ?? this.#startedAt)) / 1_000),
      delayMs: sight.delayMs === null ? null : Math.round(sight.delayMs / 10) * 10,
    };
    const before = this.view.getState();
    // A delay that wavers is drawn once a second at most: hold it until the second turns.
    const steady = view.state === 'live' && before.state === 'live' && now % 1_000 >= 250 ? { ...view, delayMs: before.delayMs } : view;
    if (!sameTileView(before, steady)) {
      this.view.setState(steady);
    }
  }

  report(): TileReport {
    const sight = this.#options.probe.sight();
    return {
      tileKey: this.#options.tileKey,
      feedId: this.#options.feedId,
      state: this.#state,
      framesPresented: sight.framesPresented,
      framesPerSecond: sight.framesPerSecond,
      lastFrameAt: sight.lastFrameAt === null ? null : sight.lastFrameAt + this.#options.clockOffsetMs(),
      delayMs: sight.delayMs,
      widthPx: sight.widthPx,
      heightPx: sight.heightPx,
      staleCount: this.#staleCount,
    };
  }

  #enter(state: TileState): void {
    if (state === this.#state) {
      return;
    }
    if (state === 'stale' && this.#visible) {
      this.#staleCount += 1;
    }
    this.#state = state;
    this.#options.onState(state);
  }

  #pressForFrames(options: { expected: boolean; silentMs: number; now: number }): void {
    if (!options.expected || options.silentMs < 1_000) {
      this.#press.calm();
    } else if (this.#press.due(options)) {
      this.#options.watch.refresh();
    }
  }
}
