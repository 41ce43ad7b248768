import type { UnitId } from '#protocol/nouns/ids.ts';
import type { Unit } from '#protocol/nouns/hall.ts';
import type { Session } from './session.ts';

/** The hall's list of enrolled units and who of them is here. */
export interface Units {
  get(unitId: UnitId): Unit | undefined;
  /** The open session of a unit. */
  sessionOf(unitId: UnitId): Session | undefined;
  /** Notes that the unit was heard from just now. */
  heard(unitId: UnitId): void;
}
