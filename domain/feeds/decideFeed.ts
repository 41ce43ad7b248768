import { AppError } from '#protocol/errors.ts';
import type { FeedRecord } from '#protocol/media/feeds.ts';
import type { FeedId, UnitId } from '#protocol/nouns/ids.ts';
import { found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

/** Cameras one unit may have; a token must not fill the log with labels. */
const MAX_FEEDS_PER_UNIT = 8;

/** The unit's feed of this label (for its camera, or for what is played of its recordings): the one it has, or a new one under the given id. Errors: notFound, revoked, tooManyFeeds. */
export function openFeed(state: HallState, input: { unitId: UnitId; label: string; feedId: FeedId; recorded?: boolean }): Decision<{ feed: FeedRecord }> {
  const { unitId, label, feedId, recorded = false } = input;
  const unit = found(state.units.get(unitId), 'unit');
  if (unit.state === 'revoked') {
    throw new AppError('revoked', { params: { name: unit.name } });
  }
  const own = state.feeds.filter((feed) => feed.unitId === unitId && (feed.recorded ?? false) === recorded);
  const known = own.find((feed) => feed.label === label);
  if (known !== undefined) {
    return { events: [], answer: () => ({ feed: known }) };
  }
  if (own.size >= MAX_FEEDS_PER_UNIT) {
    throw new AppError('tooManyFeeds', { params: { max: MAX_FEEDS_PER_UNIT } });
  }
  return {
    events: [{ name: 'feed.opened', subject: `feed/${feedId}`, courtCode: unit.courtCode, data: { unitId, label, ...(recorded ? { recorded } : {}) } }],
    answer: (after) => ({ feed: found(after.feeds.get(feedId), 'feed') }),
  };
}
