import type { Map as PersistentMap } from 'immutable';
import type { Fence } from '#protocol/alarms/fences.ts';
import type { FenceId } from '#protocol/nouns/ids.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Fences = PersistentMap<FenceId, Fence>;

export function foldFence(fences: Fences, event: EventOf<'fence'>): Fences {
  const { courtCode, version } = event;
  const fenceId = idOf(event.subject) as FenceId;
  return event.name === 'fence.removed'
    ? fences.delete(fenceId)
    : fences.set(fenceId, { fenceId, courtCode, ...event.data, drawnBy: fences.get(fenceId)?.drawnBy ?? actorName(event.actor), version });
}
