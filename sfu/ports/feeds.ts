import type { FeedId, UnitId } from '#protocol/nouns/ids.ts';
import type { Feed, FeedTrack } from '#protocol/nouns/hall.ts';

/** The hall's list of feeds. The media plane tells it what is live; it keeps ids stable and tells the followers. */
export interface Feeds {
  /** The feed of a unit's camera, made at the first call and the same ever after (also after a restart). */
  open(unitId: UnitId, label: string): Promise<Feed>;
  get(feedId: FeedId): Feed | undefined;
  /** Sets the tracks that are live now; raises `generation` when `replaced` says that the media behind them is new. */
  setTracks(feedId: FeedId, tracks: readonly FeedTrack[], options: { replaced: boolean }): void;
  /** How many sessions receive the feed now; passed on to the unit. */
  setViewers(feedId: FeedId, viewers: { videoViewers: number; audioListeners: number }): void;
}
