import type { Map as PersistentMap } from 'immutable';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { Drawing } from '#protocol/wall/drawings.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Drawings = PersistentMap<FeedId, Drawing>;

export function foldDrawing(drawings: Drawings, event: EventOf<'drawing'>): Drawings {
  const feedId = idOf(event.subject) as FeedId;
  const { courtCode, version, at, actor } = event;
  const { strokes } = drawings.get(feedId) ?? { strokes: [] };
  const after = event.name === 'drawing.drawn'
    ? [...strokes, { ...event.data, at, byName: actorName(actor) }]
    : strokes.filter(({ strokeId }) => event.data.strokeId !== null && strokeId !== event.data.strokeId);
  return drawings.set(feedId, { feedId, courtCode, strokes: after, version });
}
