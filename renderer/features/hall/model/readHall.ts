import type { Feed } from '#protocol/media/feeds.ts';
import type { FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';

/** Whether the feed has a picture of now; what is played of a recording is none. */
export function isFeedLive(feed: Feed | undefined): boolean {
  return feed?.recorded !== true && (feed?.tracks.some((track) => track.kind === 'video') ?? false);
}

/** The feed to show for a unit: one with a picture if there is any. */
export function feedOfUnit(feeds: ReadonlyMap<FeedId, Feed>, unitId: UnitId): Feed | null {
  let found: Feed | null = null;
  for (const feed of feeds.values()) {
    if (feed.unitId === unitId && feed.recorded !== true && (found === null || (!isFeedLive(found) && isFeedLive(feed)))) {
      found = feed;
    }
  }
  return found;
}

/** The number people call a wall by: 3 for `wall-3`. */
export function slotNumber(slotId: SlotId): number {
  return Number(slotId.slice('wall-'.length));
}
