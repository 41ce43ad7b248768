import { z } from 'zod';
import { feedId, operationId, type FeedId } from '../nouns/ids.ts';
import { position } from '../telemetry/place.ts';

/** The shortest and the longest time a tour stays with one picture, ms. */
export const MIN_DWELL_MS = 2_000;
export const MAX_DWELL_MS = 86_400_000;
export const MAX_STOPS = 100;

/** 轮巡: pictures one after the other. Every window computes the stop from the hall's time, so nobody has to tell it. */
const tour = z.strictObject({
  kind: z.literal('tour'),
  stops: z.array(feedId).min(1).max(MAX_STOPS),
  dwellMs: z.int().min(MIN_DWELL_MS).max(MAX_DWELL_MS),
  /** When the first stop began, hall time; stepping by hand moves it. */
  startedAt: z.int(),
  /** Since when it stands still; null while it runs. */
  pausedAt: z.int().nullable(),
});
export type TourContent = z.infer<typeof tour>;

/** What a tile shows. */
export const tileContent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('empty') }),
  z.strictObject({ kind: z.literal('feed'), feedId }),
  tour,
  /** 热点: whatever a desk of the court has chosen. */
  z.strictObject({ kind: z.literal('hotspot') }),
  /** The map with a camera of its own; `center` null: the whole area of the court, `operationId`: framed around that operation. */
  z.strictObject({ kind: z.literal('map'), center: z.strictObject(position.shape).nullable(), zoom: z.number().min(3).max(20), operationId: operationId.nullable() }),
  z.strictObject({ kind: z.literal('alarms') }),
  /** Null: the operations under way. */
  z.strictObject({ kind: z.literal('operation'), operationId: operationId.nullable() }),
  /** An image, or a page of a document made into one, that was put on the wall; named by the SHA-256 of its bytes. */
  z.strictObject({ kind: z.literal('picture'), pictureId: z.string().regex(/^[0-9a-f]{64}$/), title: z.string().trim().max(80) }),
  z.strictObject({ kind: z.literal('clock') }),
  /** 值班表 */
  z.strictObject({ kind: z.literal('duty') }),
  /** Key figures of the day. */
  z.strictObject({ kind: z.literal('figures') }),
  z.strictObject({ kind: z.literal('consultation') }),
  z.strictObject({ kind: z.literal('programme') }),
]);
export type TileContent = z.infer<typeof tileContent>;

/** Feeds that the content names. */
export function feedsIn(content: TileContent): readonly FeedId[] {
  return content.kind === 'feed' ? [content.feedId] : content.kind === 'tour' ? content.stops : [];
}
