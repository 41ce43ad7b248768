import type { FeedId } from '#protocol/nouns/ids.ts';
import type { IngestTrack } from '#protocol/media/ingest.ts';

type Taken = {
  readonly feedId: FeedId;
  readonly tracks: readonly IngestTrack[];
  /** Told when the first packet of a track comes, and when it has been silent for 2 s. In the order of `tracks`. */
  readonly onLive: (track: number, live: boolean) => void;
};

/** For rooms of the hall that bring pictures and sound as RTP; requests for key frames are answered as for every camera. */
export interface RtpIntake {
  /** A UDP port for each track, which takes packets from this address alone. Errors: ingestRefused, tooManyFeeds. */
  listen(options: Taken & { readonly remoteAddress: string }): Promise<{ readonly ports: readonly number[]; /** Idempotent. */ close(): void }>;
  /** Packets that a room has made itself. `onKeyFrameWanted`: the source should give one if it can. Errors: ingestRefused. */
  accept(options: Taken & { readonly onKeyFrameWanted: () => void }): Promise<{ packet(track: number, rtp: Buffer): void; /** Sender reports. */ rtcp(track: number, rtcp: Buffer): void; /** Idempotent. */ close(): void }>;
}
