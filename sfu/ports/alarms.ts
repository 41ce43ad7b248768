import type { EventData } from '#protocol/events.ts';
import type { AlarmKind, Severity } from '#protocol/alarms/alarms.ts';
import type { AlarmId, CommandId, CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { Actor } from '#protocol/nouns/log.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';

/** Something happened; of it the alarms room makes an alarm, and decides when it climbs. */
export type Happening = Omit<EventData<'alarm.raised'>, 'escalatesAt'> & {
  readonly courtCode: CourtCode;
  /** Default: the hall itself. */
  readonly actor?: Actor;
  /** The same id never raises a second alarm, also after a restart. */
  readonly commandId?: CommandId;
};

/** For every room that notices what a person should see to. */
export interface Alarms {
  /** While an alarm of that kind about the same unit, fence and step is open, it is repeated instead. Errors: logUnavailable (the room asks again). */
  raise(happening: Happening): Promise<AlarmId>;
}

/** What a unit's own device says of itself. */
export type UnitHappening = {
  readonly kind: AlarmKind;
  readonly severity: Severity;
  readonly occurredAt: number;
  readonly text: (unitName: string) => string;
  /** Null: where the hall knows it to have been last. */
  readonly position: PositionRecord | null;
  /** As of `Happening`. */
  readonly commandId: CommandId;
};

/** For rooms that hear of it from a unit's device. */
export interface UnitAlarms {
  /** With the unit's court and operation, and a name for the place. Null: the unit is not enrolled (any more). Errors: logUnavailable. */
  raiseOf(unitId: UnitId, happening: UnitHappening): Promise<AlarmId | null>;
}
