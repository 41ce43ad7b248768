import type { StoreApi } from 'zustand/vanilla';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { SendQuality } from './quality/sendQuality.ts';

export type SenderState = {
  readonly phase: 'idle' | 'publishing' | 'live' | 'interrupted';
  readonly feedId: FeedId | null;
  readonly videoViewers: number;
  readonly audioListeners: number;
  /** What the way to the hall lets through; the last known one while there is no connection. */
  readonly quality: SendQuality;
};

/** Publishes a unit's camera and microphone and keeps them published: over reconnects, worker deaths and hall restarts. */
export interface UnitSender {
  readonly state: StoreApi<SenderState>;
  /** Replaces what is sent; null stops that kind. The tracks stay the caller's. */
  setTracks(tracks: { video: MediaStreamTrack | null; audio: MediaStreamTrack | null }): void;
  close(): void;
}
