import type { Map as PersistentMap } from 'immutable';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { UnitRecord } from '#protocol/nouns/units.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Units = PersistentMap<UnitId, UnitRecord>;

export function foldUnit(units: Units, event: EventOf<'unit'>): Units {
  const { courtCode, version } = event;
  const unitId = idOf(event.subject) as UnitId;
  if (event.name === 'unit.enrolled') {
    return units.set(unitId, { unitId, courtCode, ...event.data, state: 'enrolled', enrolledAt: event.at, version });
  }
  const unit = units.get(unitId);
  return unit === undefined ? units : units.set(unitId, { ...unit, ...changeOf(event), version });
}

function changeOf(event: EventOf<'unit'>): Partial<UnitRecord> {
  switch (event.name) {
    case 'unit.changed': return event.data;
    case 'unit.revoked': return { state: 'revoked' };
    default: return {};
  }
}
