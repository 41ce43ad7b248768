import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { courtCode, feedId, unitId } from '../nouns/ids.ts';

export const TRACK_KINDS = ['video', 'audio'] as const;
export type TrackKind = (typeof TRACK_KINDS)[number];

export const feedTrack = z.object({
  kind: z.enum(TRACK_KINDS),
  mimeType: z.string(),
  /** Number of simulcast layers; 1 for a plain stream. */
  spatialLayers: z.int().min(1).max(4),
  temporalLayers: z.int().min(1).max(4),
});
export type FeedTrack = z.infer<typeof feedTrack>;

/** What the log knows of a feed: stable for a unit's camera, whatever becomes of its media. */
export const feedRecord = z.object({
  feedId,
  courtCode,
  unitId,
  label: z.string(),
  /** What comes is a recording that is played, never a picture of now. */
  recorded: z.literal(true).optional(),
  version: z.int(),
});
export type FeedRecord = z.infer<typeof feedRecord>;

/** The media behind a feed; alive or gone, never in the log. */
export const feedMedia = z.object({
  feedId,
  /** Tracks that are live now; empty while the unit is away or its media is being restored. */
  tracks: z.array(feedTrack),
  /** Raised each time the media behind the feed is replaced, also over restarts of the hall; a viewer consumes anew when it changes. */
  generation: z.int(),
  /** When the current state began, ms since the epoch. */
  sinceAt: z.number(),
});
export type FeedMedia = z.infer<typeof feedMedia>;

/** A feed as people see it. */
export type Feed = Omit<FeedRecord, 'version' | 'courtCode'> & FeedMedia;

export const feedEvents = {
  'feed.opened': event({ data: z.object({ unitId, label: z.string(), recorded: z.literal(true).optional() }) }),
};

/** How many are named at most; the counts tell the others. */
export const WATCHERS_NAMED = 6;

/** Who receives a feed: a person at a desk, a display of a court's wall (`name` is its number), or somebody outside by a grant. */
export const watcher = z.object({ kind: z.enum(['person', 'wall', 'outside']), name: z.string(), courtName: z.string() });
export type Watcher = z.infer<typeof watcher>;

export const feedNotices = {
  /** To the unit itself: who receives its picture and its sound now, each name once; and who last kept a picture of it. */
  'feed.watched': notice({
    data: z.object({
      feedId,
      videoViewers: z.int(),
      audioListeners: z.int(),
      seenBy: z.array(watcher).max(WATCHERS_NAMED),
      heardBy: z.array(watcher).max(WATCHERS_NAMED),
      /** Since the hall started; `at` is hall time, ms. */
      snapshot: z.object({ byName: z.string(), at: z.number() }).nullable(),
    }),
  }),
};
