import type { Map as PersistentMap } from 'immutable';
import type { FeedRecord } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Feeds = PersistentMap<FeedId, FeedRecord>;

export function foldFeed(feeds: Feeds, event: EventOf<'feed'>): Feeds {
  const { courtCode, version, data } = event;
  const feedId = idOf(event.subject) as FeedId;
  return feeds.set(feedId, { feedId, courtCode, ...data, version });
}
