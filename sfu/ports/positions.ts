import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';

/** A position that the hall took from a unit; WGS-84, degrees. */
export type AcceptedFix = {
  readonly unitId: UnitId;
  readonly courtCode: CourtCode;
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  /** Clockwise from north, 0 to 360. */
  readonly headingDeg: number;
  readonly speedMps: number;
  /** Radius of the 68 % circle, metres. */
  readonly accuracyM: number;
  /** 0 to 100; null when the device does not tell. */
  readonly batteryPercent: number | null;
  /** 0 (none) to 4; null when the device does not tell. */
  readonly signalBars: number | null;
  readonly charging: boolean;
  /** When the unit measured it, ms since the epoch; the hall's time when the unit's clock was more than a minute ahead. */
  readonly at: number;
  /** When it came here, the hall's time, ms since the epoch. */
  readonly receivedAt: number;
};

/** Where the units are, for the rooms that judge it. */
export interface Positions {
  /** Called for each fix that is newer than the unit's last, in the turn it came in; must be quick and must not throw. Returns its own undoing. */
  onFix(listener: (fix: AcceptedFix) => void): () => void;
  /** The newest fix of a unit by when it was measured; undefined before the first and for a revoked unit. */
  latest(unitId: UnitId): AcceptedFix | undefined;
}

/** As a unit measured it; WGS-84, degrees. */
export type MeasuredFix = Omit<AcceptedFix, 'unitId' | 'courtCode' | 'receivedAt'>;

/** For rooms that bring the positions of units without a session. */
export interface FixIntake {
  /** The unit counts as heard from; of a revoked or unknown unit it is left out. */
  take(unitId: UnitId, fix: MeasuredFix): void;
}
