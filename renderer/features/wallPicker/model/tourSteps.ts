import type { FeedId } from '#protocol/nouns/ids.ts';
import { MAX_DWELL_MS, MAX_STOPS, MIN_DWELL_MS, type TourContent } from '#protocol/wall/content.ts';

/** From the first stop on. `stops` must not be empty. */
export function newTour(stops: readonly FeedId[], dwellMs: number, now: number): TourContent {
  return { kind: 'tour', stops: stops.slice(0, MAX_STOPS), dwellMs: Math.round(Math.min(MAX_DWELL_MS, Math.max(MIN_DWELL_MS, dwellMs))), startedAt: Math.round(now), pausedAt: null };
}

export function paused(tour: TourContent, now: number): TourContent {
  return tour.pausedAt === null ? { ...tour, pausedAt: Math.round(now) } : tour;
}

/** Goes on where it stood still. */
export function resumed(tour: TourContent, now: number): TourContent {
  return tour.pausedAt === null ? tour : { ...tour, startedAt: tour.startedAt + Math.round(now) - tour.pausedAt, pausedAt: null };
}

/** The next or the last stop, with its whole time; a tour that stands still goes on standing. */
export function stepped(tour: TourContent, step: 1 | -1, now: number): TourContent {
  const at = tour.pausedAt ?? Math.round(now);
  const turn = Math.max(0, Math.floor((at - tour.startedAt) / tour.dwellMs));
  const count = tour.stops.length;
  const next = (turn + step + count) % count;
  return { ...tour, startedAt: at - next * tour.dwellMs };
}

/** The list with one of it moved; the same list when that leads out of it. */
export function moved<Item>(list: readonly Item[], from: number, to: number): readonly Item[] {
  if (from === to || from < 0 || to < 0 || from >= list.length || to >= list.length) {
    return list;
  }
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...list.slice(from, from + 1));
}
