import { z } from 'zod';
import { request } from '../definition/request.ts';
import { notice } from '../definition/notice.ts';
import { feedId, unitId } from './ids.ts';
import { wallSlot } from './wall.ts';

export const UNIT_KINDS = ['phone', 'recorder', 'camera', 'vehicle'] as const;

export const unit = z.object({
  unitId,
  /** Small number that stands for the unit in binary telemetry frames while this hall runs. */
  telemetryIndex: z.int().min(0).max(0xffff_ffff),
  name: z.string(),
  teamName: z.string(),
  courtCode: z.string(),
  courtName: z.string(),
  kind: z.enum(UNIT_KINDS),
  online: z.boolean(),
  /** When the hall last heard from the unit, ms since the epoch; null if never since it was enrolled. */
  lastSeenAt: z.number().nullable(),
});
export type Unit = z.infer<typeof unit>;

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

export const feed = z.object({
  /** Stable for a unit's camera: it survives reconnects and worker deaths. */
  feedId,
  unitId,
  label: z.string(),
  /** Tracks that are live now; empty while the unit is away or its media is being restored. */
  tracks: z.array(feedTrack),
  /** Raised each time the media behind the feed is replaced; a viewer consumes anew when it changes. */
  generation: z.int(),
  /** When the current state began, ms since the epoch. */
  sinceAt: z.number(),
});
export type Feed = z.infer<typeof feed>;

export const hallRequests = {
  /** The state of the hall now, and from here on its notices. */
  'hall.follow': request({
    needs: 'hall.follow',
    input: z.strictObject({}),
    output: z.object({ units: z.array(unit), feeds: z.array(feed), wall: z.array(wallSlot) }),
  }),
};

export const hallNotices = {
  'unit.changed': notice({ data: z.object({ unit }) }),
  'feed.changed': notice({ data: z.object({ feed }) }),
  /** To the unit itself: how many sessions receive its picture and its sound now. */
  'feed.watched': notice({ data: z.object({ feedId, videoViewers: z.int(), audioListeners: z.int() }) }),
};
