import { AppError } from '#protocol/errors.ts';
import type { FeedRecord } from '#protocol/media/feeds.ts';
import type { UpwardViewingEnd } from '#protocol/media/upward.ts';
import type { CourtCode, FeedId } from '#protocol/nouns/ids.ts';
import { sees } from '../access/viewer.ts';
import { found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

/** Whether a platform above that these courts are opened to is told of the feed: of a unit that serves, and a picture of now. */
export function isTold(state: Pick<HallState, 'units'>, feed: FeedRecord, courts: readonly CourtCode[]): boolean {
  const unit = state.units.get(feed.unitId);
  return unit !== undefined && unit.state !== 'revoked' && feed.recorded !== true && courts.some((court) => sees(court, unit.courtCode));
}

/** Gives each feed that has none its number. */
export function numberFeeds(state: HallState, feedIds: Iterable<FeedId>): Decision<null> {
  let last = Math.max(0, ...[...state.upwardNumbers.values()].map(({ serial }) => serial));
  const events: NewEvent[] = [];
  for (const feedId of feedIds) {
    const feed = state.feeds.get(feedId);
    if (feed !== undefined && !state.upwardNumbers.has(feedId)) {
      last += 1;
      events.push({ name: 'upward.numbered', subject: `upward/${feedId}`, courtCode: feed.courtCode, data: { feedId, serial: last } });
    }
  }
  return { events, answer: () => null };
}

type Viewing = { readonly viewingId: string; readonly feedId: FeedId; readonly platformId: string; readonly forName: string; readonly remoteAddress: string; readonly courts: readonly CourtCode[] };

/** Errors: notFound (no such feed, or none that this platform is told of). */
export function beginUpwardViewing(state: HallState, { courts, ...viewing }: Viewing): Decision<null> {
  const feed = found(state.feeds.get(viewing.feedId), 'feed');
  if (!isTold(state, feed, courts)) {
    throw new AppError('notFound', { params: { what: 'feed' } });
  }
  return { events: [{ name: 'upward.viewed', subject: `upward/${viewing.viewingId}`, courtCode: feed.courtCode, data: { ...viewing, unitId: feed.unitId } }], answer: () => null };
}

/** Nothing happens to one that is over. */
export function endUpwardViewing(state: HallState, { viewingId, why }: { readonly viewingId: string; readonly why: UpwardViewingEnd }, at: number): Decision<null> {
  const viewing = state.upwardViewings.get(viewingId);
  if (viewing === undefined) {
    return { events: [], answer: () => null };
  }
  const { courtCode, sinceAt, remoteAddress: _, ...data } = viewing;
  return { events: [{ name: 'upward.left', subject: `upward/${viewingId}`, courtCode, data: { ...data, why, durationMs: Math.max(0, Math.round(at - sinceAt)) } }], answer: () => null };
}
