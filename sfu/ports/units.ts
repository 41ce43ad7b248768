import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { UnitRecord } from '#protocol/nouns/units.ts';
import type { Session } from './session.ts';

/** The unit is no longer here. `silentForMs`: for how long nothing had come of it when it was given up; it was seen last before that. Idempotent. */
export type Leave = (silentForMs?: number) => void;

/** The hall's enrolled units and who of them is here. */
export interface Units {
  /** As the log knows it; undefined also for a revoked one. */
  get(unitId: UnitId): (UnitRecord & { readonly telemetryIndex: number }) | undefined;
  courtOf(unitId: UnitId): CourtCode | undefined;
  /** The open session of a unit. */
  sessionOf(unitId: UnitId): Session | undefined;
  /** When the hall last heard from it, ms since the epoch; null if never since it was enrolled. */
  lastSeenAt(unitId: UnitId): number | null;
  /** The unit is here without a session of its own (a recorder, a camera, a standard encoder) until undone. Undefined for a revoked one. */
  attend(unitId: UnitId): Leave | undefined;
  /** Called when a unit was revoked for good; whoever attends it for somebody ends that. Returns its own undoing. */
  onRevoked(listener: (unitId: UnitId) => void): () => void;
  /** Notes that the unit was heard from just now. */
  heard(unitId: UnitId): void;
}
