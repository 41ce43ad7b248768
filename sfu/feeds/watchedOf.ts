import { outsideViewers } from '#domain/access/outsideViewers.ts';
import { courtName } from '#domain/courts/courtName.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { NoticeData } from '#protocol/contract.ts';
import { WATCHERS_NAMED, type Watcher } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { Viewer, Viewers } from '../ports/feeds.ts';

type Watched = NoticeData<'feed.watched'>;

export const NOBODY: Viewers = { videoViewers: 0, audioListeners: 0, seenBy: [], heardBy: [] };

/** What a unit is told of its audience: sessions, and by name whoever views by a grant from outside. */
export function watchedOf(state: HallState, feedId: FeedId, viewers: Viewers, snapshot: Watched['snapshot']): Watched {
  const { videoViewers, audioListeners } = viewers;
  const outside = outsideViewers(state, feedId).map((name): Watcher => ({ kind: 'outside', name, courtName: '' }));
  const named = (all: readonly Viewer[]) => all.map(({ kind, name, courtCode }): Watcher => ({ kind, name, courtName: courtName(state.courts, courtCode) }));
  // Those outside come first: they are never what falls off the end.
  const eyes = (count: number, all: readonly Viewer[]) => (count === 0 ? [] : once([...outside, ...named(all)]).slice(0, WATCHERS_NAMED));
  return { feedId, videoViewers, audioListeners, seenBy: eyes(videoViewers, viewers.seenBy), heardBy: eyes(audioListeners, viewers.heardBy), snapshot };
}

export function sameViewers(left: Viewers, right: Viewers): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** A person with two windows looks once. */
function once(watchers: readonly Watcher[]): Watcher[] {
  return [...new Map(watchers.map((watcher) => [`${watcher.kind} ${watcher.courtName} ${watcher.name}`, watcher])).values()];
}
