import type { Map as PersistentMap } from 'immutable';
import type { SourceRecord } from '#protocol/media/sources.ts';
import type { SourceId } from '#protocol/nouns/ids.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Sources = PersistentMap<SourceId, SourceRecord>;

export function foldSource(sources: Sources, event: EventOf<'source'>): Sources {
  const { courtCode, version } = event;
  const sourceId = idOf(event.subject) as SourceId;
  if (event.name === 'source.added') {
    return sources.set(sourceId, { sourceId, courtCode, ...event.data, enabled: true, version });
  }
  const source = sources.get(sourceId);
  if (source === undefined) {
    return sources;
  }
  switch (event.name) {
    case 'source.changed': return sources.set(sourceId, { ...source, label: event.data.label, address: event.data.address, version });
    case 'source.switched': return sources.set(sourceId, { ...source, enabled: event.data.enabled, version });
    case 'source.removed': return sources.delete(sourceId);
  }
}
