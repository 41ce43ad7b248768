import type { HallState } from '#domain/hallState/hallState.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { UnitRecord } from '#protocol/nouns/units.ts';

/** The unit behind this feed if it was revoked: its picture is gone for good, while a wall may still name it. */
export function revokedUnit(log: Pick<HallState, 'feeds' | 'units'>, feedId: FeedId): UnitRecord | null {
  const feed = log.feeds.get(feedId);
  const unit = feed && log.units.get(feed.unitId);
  return unit?.state === 'revoked' ? unit : null;
}
