import type { Map as PersistentMap } from 'immutable';
import type { DrillId } from '#protocol/nouns/ids.ts';
import type { Drill } from '#protocol/scenario/drills.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Drills = PersistentMap<DrillId, Drill>;

/** So many that are over stay at hand; all of them stay in the log. */
const KEPT = 20;

export function foldDrill(drills: Drills, event: EventOf<'drill'>): Drills {
  const drillId = idOf(event.subject) as DrillId;
  const { at, actor, courtCode, version, sequence } = event;
  if (event.name === 'drill.started') {
    const { cast: _cast, ...facts } = event.data;
    return kept(drills).set(drillId, { drillId, courtCode, ...facts, startedAt: at, startedBy: actorName(actor), startedIn: sequence, ended: null, version });
  }
  const before = drills.get(drillId);
  const { reason, ...result } = event.data;
  return before === undefined ? drills : drills.set(drillId, { ...before, ended: { at, by: actorName(actor), reason, result }, version });
}

function kept(drills: Drills): Drills {
  const oldest = [...drills.values()].filter(({ ended }) => ended !== null).toSorted((left, right) => left.startedIn - right.startedIn);
  return oldest.slice(0, Math.max(0, oldest.length - KEPT + 1)).reduce((left, { drillId }) => left.delete(drillId), drills);
}
