import { createStore, type StoreApi } from 'zustand/vanilla';
import { NO_MENDS, type Mends, type TileReport, type TileState } from '#protocol/nouns/diagnostics.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { FeedWatch, MendStep } from '../../../media/feedReceiver.ts';
import type { FrameSight } from '../../../media/frameProbe.ts';
import type { TilePlight } from '../../diagnostics/index.ts';
import { createPictureMend, pictureFault, type PictureFault } from './mendPicture.ts';
import { createFramePress } from './pressForFrames.ts';
import { visibleTileState } from './tileAge.ts';
import { NO_VIEW_YET, sameTileView, tileReason, type TileView } from './tileView.ts';

export type TileMonitorOptions = {
  /** Where the picture is now: it may move to another tile while it plays. */
  readonly tileKey: string;
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

const COUNTED: Record<MendStep, keyof Mends> = { keyFrame: 'keyFrames', consumer: 'consumers', transport: 'transports' };

/** Watches one picture: what it may claim, what the overlay says, when to press for frames, what to mend, what to report. */
export class TileMonitor {
  readonly view: StoreApi<TileView>;
  readonly #options: TileMonitorOptions;
  readonly #press = createFramePress();
  readonly #startedAt: number;
  #visibleSinceAt: number;
  #visible = true;
  #state: TileState = 'connecting';
  #staleCount = 0;
  readonly #pictureMend = createPictureMend();
  #fault: PictureFault = null;
  #blackCount = 0;
  #frozenCount = 0;
  #mends: Mends = NO_MENDS;
  /** Since when frames are due without a break, this machine's time; null: none are. */
  #dueSinceAt: number | null = null;
  #stepsInVain = 0;

  private constructor(options: TileMonitorOptions) {
    this.#options = options;
    this.#startedAt = options.now;
    this.#visibleSinceAt = options.now;
    this.view = createStore<TileView>(() => NO_VIEW_YET);
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
    const expected = facts.videoClaimed && this.#visible && online;
    this.#dueSinceAt = expected ? (this.#dueSinceAt ?? now) : null;
    this.#pressForFrames({ expected, silentMs, now });
    const hint = this.#mendPicture(expected && state === 'live' ? pictureFault(sight, now) : null, now);
    const view: TileView = {
      state,
      reason: tileReason({ ...facts, online, problem: this.#options.watch.media.getState().problem }),
      lastFrameAt: sight.lastFrameAt === null ? null : sight.lastFrameAt + this.#options.clockOffsetMs(),
      withoutPictureS: state === 'live' ? 0 : Math.floor((now - (sight.lastFrameAt ?? this.#startedAt)) / 1_000),
      delayMs: sight.delayMs === null ? null : Math.round(sight.delayMs / 10) * 10,
      hint,
      mends: this.#mends,
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
      blackCount: this.#blackCount,
      frozenCount: this.#frozenCount,
      mends: this.#mends,
    };
  }

  /** How long frames have been due and did not come, and what was done in vain; for whoever looks after the whole window. */
  plight(now: number): TilePlight | null {
    const { producerScore, problem } = this.#options.watch.media.getState();
    // What the hall cannot give, or this machine cannot decode, no page anew can mend.
    if (this.#dueSinceAt === null || producerScore === 0 || problem === 'cannotConsume' || problem === 'mediaUnavailable') {
      return null;
    }
    const { lastFrameAt } = this.#options.probe.sight();
    return { silentMs: Math.max(0, now - Math.max(lastFrameAt ?? 0, this.#visibleSinceAt, this.#dueSinceAt)), stepsInVain: this.#stepsInVain };
  }

  lookMs(): number | null {
    return this.#options.probe.sight().lookMs;
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
      this.#stepsInVain = 0;
    } else if (this.#press.due(options)) {
      this.#take(this.#options.watch.refresh());
    }
  }

  #mendPicture(fault: PictureFault, now: number): PictureFault {
    if (fault !== this.#fault) {
      this.#blackCount += fault === 'black' ? 1 : 0;
      this.#frozenCount += fault === 'still' ? 1 : 0;
      this.#fault = fault;
    }
    const { hint, step } = this.#pictureMend.beat(fault, now);
    if (step !== null) {
      this.#take(this.#options.watch.refresh(step));
    }
    return hint;
  }

  #take(step: MendStep | null): void {
    this.#stepsInVain += 1;
    if (step !== null) {
      this.#mends = { ...this.#mends, [COUNTED[step]]: this.#mends[COUNTED[step]] + 1 };
    }
  }
}
