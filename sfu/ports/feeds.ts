import type { CourtCode, FeedId, UnitId } from '#protocol/nouns/ids.ts';
import type { Feed, FeedMedia, FeedTrack } from '#protocol/media/feeds.ts';

/** The hall's list of feeds. The media plane tells it what is live; it keeps ids stable and tells the followers. */
export interface Feeds {
  /** The feed of a unit's camera, made at the first call and the same ever after (also after a restart). Errors: tooManyFeeds, logUnavailable. */
  open(unitId: UnitId, label: string): Promise<Feed>;
  get(feedId: FeedId): Feed | undefined;
  courtOf(feedId: FeedId): CourtCode | undefined;
  /** Sets the tracks that are live now; raises `generation` when `replaced` says that the media behind them is new. */
  setTracks(feedId: FeedId, tracks: readonly FeedTrack[], options: { replaced: boolean }): void;
  /** Who receives the feed now; passed on to the unit. */
  setViewers(feedId: FeedId, viewers: Viewers): void;
}

/** Feeds in which recordings are played; never taken for pictures of now. */
export interface PlaybackFeeds {
  /** That of a unit's camera, made once. Errors: tooManyFeeds, logUnavailable. */
  openPlayback(unitId: UnitId, label: string): Promise<Feed>;
  /** How many receive its picture now. */
  viewersOf(feedId: FeedId): number;
}

/** One session that receives a feed: a person's or a wall display's. */
export type Viewer = { readonly kind: 'person' | 'wall'; readonly name: string; readonly courtCode: CourtCode };

/** The counts hold everybody; viewings from outside have no session and are named by their grants. */
export type Viewers = { readonly videoViewers: number; readonly audioListeners: number; readonly seenBy: readonly Viewer[]; readonly heardBy: readonly Viewer[] };

/** What is live behind the feeds, for rooms that judge it. */
export interface LiveMedia {
  /** Of every feed, as it is now. */
  presences(): readonly FeedMedia[];
  /** Told of every change of a feed's media. Returns its own undoing. */
  onMedia(listener: (media: FeedMedia) => void): () => void;
}
