import type { FeedId } from '#protocol/nouns/ids.ts';
import type { SourceFault } from '#protocol/media/sources.ts';

export type AnewVideo = 'H264' | 'H265' | 'MPEG-4';
export const ANEW_SOUNDS = ['PCMA', 'PCMU', 'AAC', 'G.723.1', 'G.729'] as const;
export type AnewSound = (typeof ANEW_SOUNDS)[number];

/** A whole picture (Annex B, or as its codec begins it), or some whole frames of sound. */
export type MediaPiece = {
  readonly kind: 'video' | 'audio';
  readonly bytes: Buffer;
  /** On one clock for both kinds, which counts on. */
  readonly atMs: number;
  /** A picture that needs none before it. */
  readonly key: boolean;
};

/** A stream that is written anew. A program that dies is begun again, at the next key frame. */
export interface Rewriting {
  /** Left out until the first key frame, and while the machine does not keep up. */
  write(piece: MediaPiece): void;
  /** Idempotent; nothing is told after it. */
  close(): void;
}

export type RewriteOptions = {
  readonly feedId: FeedId;
  readonly video: AnewVideo;
  /** A picture of this profile-level-id goes on untouched, and its sound alone is written anew; null: both. */
  readonly copiedProfile: string | null;
  readonly audio: AnewSound | null;
  /** It may stand still for as long as it likes, as a recording does; otherwise silence is an end. */
  readonly mayPause: boolean;
  /** Pictures come out; again after each new beginning. */
  readonly onLive: () => void;
  /** Nothing comes any more, or it cannot be written anew. Called once. */
  readonly onEnded: (end: { readonly fault: SourceFault; readonly detail: string }) => void;
  readonly onKeyFrameWanted: () => void;
};

/** For rooms that have streams in hand which browsers cannot play: into a feed, as H.264 with G.711 or Opus. */
export interface Rewriter {
  /** Null: as many as the hall may are under way. */
  begin(options: RewriteOptions): Rewriting | null;
}
