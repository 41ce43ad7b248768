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

export interface FeedWatch {
  readonly feedId: FeedId;
  readonly media: StoreApi<FeedMedia>;
  wish(wish: FeedWish): void;
  /** Asks for a key frame, and on a further call within seconds makes the consumer anew. For the tile's own watchdog. */
  refresh(): void;
  /** Idempotent. */
  close(): void;
}

/** All receiving of one window: one transport, made anew by itself whenever it is lost. */
export interface FeedReceiver {
  watch(feedId: FeedId): FeedWatch;
  /** Counters for diagnostics since the window opened. */
  counters(): { transportsMade: number; consumersMade: number; keyFramesAsked: number };
  close(): void;
}
