import { isOpen } from '#domain/grants/isOpen.ts';
import type { HallState as FoldedState } from '#domain/hallState/hallState.ts';
import type { Grant } from '#protocol/media/grants.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';

/** Those that hold first, then what ended; each the newest first. */
export function grantsOfFeed(grants: FoldedState['grants'], feedId: FeedId, now: number): Grant[] {
  const rank = (grant: Grant): number => Number(!isOpen(grant, now));
  return [...grants.values()].filter((grant) => grant.feedId === feedId).toSorted((a, b) => rank(a) - rank(b) || b.givenAt - a.givenAt);
}
