import type { Position } from '#domain/geodesy/datum.ts';
import type { AlarmKind, ALARM_STATES, Severity } from '#protocol/alarms/alarms.ts';
import type { FenceKind } from '#protocol/alarms/fences.ts';
import type { COURT_LEVELS } from '#protocol/nouns/courts.ts';
import type { OperationState, RISKS } from '#protocol/operations/operations.ts';
import type { UNIT_KINDS } from '#protocol/nouns/units.ts';

export type MapUnitKind = (typeof UNIT_KINDS)[number];

/** One thing on the map that can be chosen. */
/** A place that the page points at, without anything of the map's own there. */
export type MapPlace = { readonly kind: 'place'; readonly id: string; readonly position: { readonly longitudeDeg: number; readonly latitudeDeg: number } };

export type MapItem = { readonly kind: 'unit' | 'operation' | 'alarm' | 'court' | 'fence'; readonly id: string };

/** All positions in WGS-84 degrees. */
export type MapOperation = {
  readonly id: string;
  readonly name: string;
  readonly position: Position;
  readonly state: OperationState;
  readonly risk: (typeof RISKS)[number];
};

export type MapFence = {
  readonly id: string;
  readonly name: string;
  readonly kind: FenceKind;
  /** The corners, the first not repeated at the end. */
  readonly ring: readonly Position[];
  /** An alarm that this fence raised is still open. */
  readonly alarming: boolean;
};

export type MapAlarm = {
  readonly id: string;
  readonly name: string;
  readonly kind: AlarmKind;
  readonly severity: Severity;
  /** Null: nobody knows where; the unit it is about still shows it. */
  readonly position: Position | null;
  readonly state: (typeof ALARM_STATES)[number];
  /** The unit that it is about stays outside every cluster. */
  readonly unitId: string | null;
};

export type MapCourt = {
  readonly courtCode: string;
  readonly name: string;
  readonly level: (typeof COURT_LEVELS)[number];
  readonly position: Position;
  /** Its centre is connected and somebody is on duty. */
  readonly staffed: boolean;
};

/** Everything on the map but the units, which move too often for this. */
export type MapContent = {
  readonly operations: readonly MapOperation[];
  readonly fences: readonly MapFence[];
  readonly alarms: readonly MapAlarm[];
  readonly courts: readonly MapCourt[];
};

export const emptyContent: MapContent = { operations: [], fences: [], alarms: [], courts: [] };

/** What is chosen of each kind: an alarm is chosen together with its unit. */
export type MapChosen = Readonly<Partial<Record<MapItem['kind'], string | null>>>;
