import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';

/** A court as it stands just now. */
export type HelpCourt = {
  readonly courtCode: CourtCode;
  readonly courtName: string;
  readonly position: PositionRecord;
  /** Posts that somebody holds. */
  readonly onDuty: number;
  /** Desks that are connected. */
  readonly desks: number;
};

/** A unit as it stands just now. */
export type HelpUnitNow = {
  readonly unitId: UnitId;
  readonly courtCode: CourtCode;
  readonly name: string;
  readonly kind: string;
  readonly online: boolean;
  readonly committed: boolean;
  /** Last known; `at` ms since the epoch. */
  readonly fix: { readonly position: PositionRecord; readonly at: number } | null;
};

/** Where help is needed, and who there is. */
export type HelpQuestion = {
  readonly position: PositionRecord;
  /** The basic court whose area it is taken to lie in; null when unknown. */
  readonly areaCode: CourtCode | null;
  /** Ms since the epoch. */
  readonly at: number;
  /** The court that asks. */
  readonly courtCode: CourtCode;
  readonly courts: readonly HelpCourt[];
  readonly units: readonly HelpUnitNow[];
  /** What courts have answered to this alarm already. */
  readonly answers: ReadonlyMap<CourtCode, 'refused' | 'lapsed'>;
};

type Pace = { readonly detour: number; readonly vehicleKmh: number; readonly onFootKmh: number };

/** Speeds, as `assets/rules/help.json` has them. */
export type HelpTable = {
  readonly plain: Pace;
  readonly mountain: Pace;
  /** Courts of the mountains, by the beginning of their codes. */
  readonly mountainCourts: readonly string[];
  /** A fix that is older says nothing about where the unit is now, ms. */
  readonly freshFixMs: number;
};
