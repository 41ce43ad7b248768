import type { FeedId } from '#protocol/nouns/ids.ts';
import type { HallState } from '../hallState/hallState.ts';

/** Who outside the hall sees this feed now, by name, each once: by a grant, or from a platform above. */
export function outsideViewers({ grants, upwardViewings }: Pick<HallState, 'grants' | 'upwardViewings'>, feedId: FeedId): string[] {
  const granted = [...grants.values()].filter((grant) => grant.feedId === feedId && grant.viewings.length > 0).map(({ forName }) => forName);
  const above = [...upwardViewings.values()].filter((viewing) => viewing.feedId === feedId).map(({ forName }) => forName);
  return [...new Set([...granted, ...above])];
}
