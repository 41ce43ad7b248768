import type { AlarmId, FeedId, UnitId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import { tourStop } from './tourStop.ts';

/** How long before its time the next stop of a tour is connected, ms. */
const AHEAD_MS = 2_000;

type Shown = {
  /** Never a tour, and a hot spot only while nothing is chosen for it. */
  readonly content: TileContent;
  /** The alarm that took the tile; null: it shows what was put there. */
  readonly alarmId: AlarmId | null;
  /** What follows soon, to be connected by then; null: nothing does. */
  readonly aheadFeedId: FeedId | null;
  /** When the answer changes by itself, hall time; null: it does not. */
  readonly wakeAt: number | null;
};

/** What a tile shows at `now` (hall time): an alarm before anything else, then what was put there. */
export function shownContent(
  content: TileContent,
  facts: {
    now: number;
    isLive: (feedId: FeedId) => boolean;
    feedOf: (unitId: UnitId) => FeedId | null;
    /** What a desk of the court has chosen. */
    pointed: UnitId | null;
    alarm: { readonly alarmId: AlarmId; readonly unitId: UnitId | null } | undefined;
  },
): Shown {
  const { now, isLive, feedOf, pointed, alarm } = facts;
  const still = { alarmId: null, aheadFeedId: null, wakeAt: null };
  const alarmed = alarm === undefined || alarm.unitId === null ? null : feedOf(alarm.unitId);
  if (alarm !== undefined && alarmed !== null) {
    return { ...still, content: { kind: 'feed', feedId: alarmed }, alarmId: alarm.alarmId };
  }
  if (content.kind === 'hotspot') {
    const chosen = pointed === null ? null : feedOf(pointed);
    return { ...still, content: chosen === null ? content : { kind: 'feed', feedId: chosen } };
  }
  if (content.kind !== 'tour') {
    return { ...still, content };
  }
  const { feedId, nextFeedId, endsAt } = tourStop(content, { now, isLive });
  const aheadAt = endsAt === null ? null : endsAt - AHEAD_MS;
  const isNear = aheadAt !== null && now >= aheadAt;
  return { content: { kind: 'feed', feedId }, alarmId: null, aheadFeedId: isNear ? nextFeedId : null, wakeAt: isNear ? endsAt : aheadAt };
}
