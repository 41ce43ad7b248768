import type { StoreApi } from 'zustand/vanilla';
import type { FeedId } from '#protocol/nouns/ids.ts';

export type FeedMedia = {
  /** Null until the first consumer is there, and while the feed's media is away. */
  readonly videoTrack: MediaStreamTrack | null;
  readonly audioTrack: MediaStreamTrack | null;
  /** Why there is no picture now; null while there is one or while it is being fetched. */
  readonly problem: 'feedNotLive' | 'cannotConsume' | 'mediaUnavailable' | 'disconnected' | null;
  readonly currentLayers: { readonly spatialLayer: number; readonly temporalLayer: number | null } | null;
  /** 0 to 10 as mediasoup counts: the way to this window, and the way from the unit. */
  readonly score: number | null;
  readonly producerScore: number | null;
};

/** What one tile wants of a feed. Two tiles of a window on the same feed share its consumer; the larger wish wins. */
export type FeedWish = {
  /** Size on screen in device pixels; 0 × 0 while hidden: then nothing is received. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Served first when bandwidth is short. */
  readonly focused: boolean;
  readonly audio: boolean;
};

/** A step that mends a picture, from the least that others notice to the most. */
export type MendStep = 'keyFrame' | 'consumer' | 'transport';

/** How the picture of a feed comes to this window; of the time since the last asking, up to ten seconds. */
export type FeedHealth = {
  /** Decoded size, pixels. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  /** Packets that never came, of those that should have. */
  readonly lostPercent: number;
  readonly jitterMs: number;
  readonly kbitPerSecond: number;
  /** As `VP8`, `H264`; null before the first packet. */
  readonly codec: string | null;
  /** Frames that came and were not shown. */
  readonly framesDropped: number;
  readonly freezes: number;
  /** When this window began to receive it, ms since the epoch of this machine. */
  readonly sinceAt: number;
};

export interface FeedWatch {
  readonly feedId: FeedId;
  readonly media: StoreApi<FeedMedia>;
  wish(wish: FeedWish): void;
  /**
   * For the tile's own watchdog: without `step` a key frame first, on further calls within seconds a new consumer, then a
   * new transport if no other picture moves. Returns what was done; null: nothing, there is none or it has only just come.
   */
  refresh(step?: 'keyFrame' | 'consumer'): MendStep | null;
  /** Asks the browser, so only where somebody looks at it. Null while no picture is received. Never rejects. */
  health(): Promise<FeedHealth | null>;
  /** Loudness of what was heard last, 0 to 1; null while no sound is received. Costs next to nothing. */
  audioLevel(): number | null;
  /** Idempotent. */
  close(): void;
}

/** All receiving of one window: one transport, made anew by itself whenever it is lost. */
export interface FeedReceiver {
  watch(feedId: FeedId): FeedWatch;
  /** Counters for diagnostics since the window opened. */
  counters(): { transportsMade: number; consumersMade: number; keyFramesAsked: number };
  /** What all pictures and sounds of this window together may take; null: unlimited. Above it the least important get lower layers. */
  setBudget(kbitPerSecond: number | null): void;
  /** How the budget is kept; kbit/s. `receivedKbit` is null while there is none. */
  budget(): { budgetKbit: number | null; plannedKbit: number; receivedKbit: number | null; budgetKept: boolean };
  close(): void;
}
