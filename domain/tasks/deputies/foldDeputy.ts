import type { Map as PersistentMap } from 'immutable';
import type { DeputyshipId } from '#protocol/nouns/ids.ts';
import type { Deputyship } from '#protocol/tasks/deputies.ts';
import type { EventOf } from '../../hallState/fold.ts';
import { idOf } from '../../hallState/idOf.ts';

type Deputies = PersistentMap<DeputyshipId, Deputyship>;

export function foldDeputy(deputies: Deputies, event: EventOf<'deputy'>): Deputies {
  const deputyshipId = idOf(event.subject) as DeputyshipId;
  if (event.name === 'deputy.ended') {
    return deputies.delete(deputyshipId);
  }
  const { courtCode, at, version, data } = event;
  return deputies.set(deputyshipId, { deputyshipId, courtCode, ...data, appointedAt: at, version });
}
