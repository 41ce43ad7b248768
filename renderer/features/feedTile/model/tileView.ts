import { NO_MENDS, type Mends, type TileState } from '#protocol/nouns/diagnostics.ts';
import type { FeedMedia } from '../../../media/feedReceiver.ts';

/** Why there is no picture, as far as this window knows; null: no reason known. */
export type TileReason = 'hallAway' | 'unknownFeed' | 'unitOffline' | 'noVideo' | 'cannotConsume' | 'mediaUnavailable' | null;

/** What can be seen to be wrong with a picture that is live; null: nothing. */
export type TileHint = 'black' | 'still' | null;

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
  readonly hint: TileHint;
  /** What was done for this picture since the tile got its feed. */
  readonly mends: Mends;
};

export const NO_VIEW_YET: TileView = { state: 'connecting', reason: null, lastFrameAt: null, withoutPictureS: 0, delayMs: null, hint: null, mends: NO_MENDS };

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
    a.hint === b.hint &&
    a.mends === b.mends &&
    // While live the frame's time changes all the time and is not drawn.
    (a.state === 'live' || a.lastFrameAt === b.lastFrameAt)
  );
}
