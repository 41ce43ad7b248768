import type { FeedId } from '#protocol/nouns/ids.ts';

/** The packets of one live video track as they are forwarded, cut to one layer. */
export interface VideoTap {
  /** Such as `video/VP8`. */
  readonly mimeType: string;
  /** Asks the source; whoever watches gets the key frame too. */
  requestKeyFrame(): void;
  /** Idempotent. */
  close(): void;
}

/** For rooms of the hall that read pictures themselves. */
export interface VideoTapping {
  /**
   * A layer that is cheap and recognisable (`best`: the best there is), read on the worker that the track is on. `onClosed` is called once when the track or its
   * worker ends, not after `close`. Errors: feedNotLive, cannotConsume, transportClosed.
   */
  tapVideo(options: { readonly feedId: FeedId; readonly best?: boolean; readonly onPacket: (packet: Buffer) => void; readonly onClosed: () => void }): Promise<VideoTap>;
}
