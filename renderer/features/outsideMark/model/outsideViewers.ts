import type { HallState as FoldedState } from '#domain/hallState/hallState.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';

/** Who outside the hall sees this feed now, by name, each once; empty: nobody. */
export function outsideViewers(grants: FoldedState['grants'], feedId: FeedId): string {
  const names = [...grants.values()].filter((grant) => grant.feedId === feedId && grant.viewings.length > 0).map(({ forName }) => forName);
  return [...new Set(names)].join('、');
}
