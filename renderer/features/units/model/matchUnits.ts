import type { Unit } from '#protocol/nouns/units.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';

export const UNIT_FILTERS = ['all', 'online', 'live'] as const;
export type UnitFilter = (typeof UNIT_FILTERS)[number];

export type UnitQuery = {
  /** Words that must all occur in name, team, court or court code. */
  readonly text: string;
  readonly filter: UnitFilter;
};

/** Units that pass; `liveUnitIds` are those with a picture now. */
export function matchUnits(units: Iterable<Unit>, query: UnitQuery, liveUnitIds: ReadonlySet<UnitId>): Unit[] {
  const words = query.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return [...units].filter((unit) => {
    if ((query.filter === 'online' && !unit.online) || (query.filter === 'live' && !liveUnitIds.has(unit.unitId))) {
      return false;
    }
    const haystack = `${unit.name} ${unit.teamName} ${unit.courtName} ${unit.courtCode}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
