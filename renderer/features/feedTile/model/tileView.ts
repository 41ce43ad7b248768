import type { TileState } from '#protocol/nouns/diagnostics.ts';
import type { FeedMedia } from '../../../media/feedReceiver.ts';

/** Why there is no picture, as far as this window knows; null: no reason known. */
export type TileReason = 'hallAway' | 'unknownFeed' | 'unitOffline' | 'noVideo' | 'cannotConsume' | 'mediaUnavailable' | null;

/** What the overlay of a tile draws; changes at most about once a second. */
export type TileView = {
  readonly state: TileState;
  readonly reason: TileReason;
  /** When the newest frame was presented, hall time; null before the first. */
  readonly lastFrameAt: number | null;
  /** Whole seconds without a picture; 0 while live. */
  readonly withoutPictureS: number;
  /** Rounded to 10 ms; null when the frames carry no clock. */
  readonly delayMs: number | null;
};

export function tileReason(options: {
  /** Whether the link to the hall stands; without it nothing else is known. */
  online: boolean;
  feedKnown: boolean;
  unitOnline: boolean;
  videoClaimed: boolean;
  problem: FeedMedia['problem'];
}): TileReason {
  if (!options.online) {
    return 'hallAway';
  }
  if (!options.feedKnown) {
    return 'unknownFeed';
  }
  if (!options.unitOnline) {
    return 'unitOffline';
  }
  if (!options.videoClaimed) {
    return 'noVideo';
  }
  return options.problem === 'cannotConsume' || options.problem === 'mediaUnavailable' ? options.problem : null;
}

export function sameTileView(a: TileView, b: TileView): boolean {
  return (
    a.state === b.state &&
    a.reason === b.reason &&
    a.withoutPictureS === b.withoutPictureS &&
    a.delayMs === b.delayMs &&
    // While live the frame's time changes all the time and is not drawn.
    (a.state === 'live' || a.lastFrameAt === b.lastFrameAt)
  );
}
