import type { FeedId } from '#protocol/nouns/ids.ts';
import type { TourContent } from '#protocol/wall/content.ts';

type TourStop = {
  /** Of the stop on show, among the tour's stops. */
  readonly index: number;
  readonly feedId: FeedId;
  /** What comes after it; null while the tour stands still, or has nothing else to show. */
  readonly nextFeedId: FeedId | null;
  /** When that comes, hall time; null as for `nextFeedId`. */
  readonly endsAt: number | null;
};

/**
 * Where a tour is at `now` (hall time). Each stop has its time, whatever the others do: while it is not live, the next one
 * that is stands in for it; when none is live, each is shown in its turn and says so itself.
 */
export function tourStop(content: TourContent, { now, isLive }: { now: number; isLive: (feedId: FeedId) => boolean }): TourStop {
  const { stops, dwellMs, startedAt, pausedAt } = content;
  const live = stops.map(isLive);
  const turn = Math.max(0, Math.floor(((pausedAt ?? now) - startedAt) / dwellMs));
  const feedAt = (index: number) => stops[index] as FeedId;
  const index = shownIn(turn, live);
  const stop = { index, feedId: feedAt(index), nextFeedId: null, endsAt: null };
  if (pausedAt !== null) {
    return stop;
  }
  for (let ahead = 1; ahead < stops.length; ahead += 1) {
    const nextFeedId = feedAt(shownIn(turn + ahead, live));
    if (nextFeedId !== stop.feedId) {
      return { ...stop, nextFeedId, endsAt: startedAt + (turn + ahead) * dwellMs };
    }
  }
  return stop;
}

/** Which stop stands in a turn: its own, or the next that is live. */
function shownIn(turn: number, live: readonly boolean[]): number {
  const own = turn % live.length;
  const next = [...live.keys()].find((ahead) => live[(own + ahead) % live.length] === true);
  return next === undefined ? own : (own + next) % live.length;
}
