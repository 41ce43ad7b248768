import type { AlarmKind, Severity } from '#protocol/alarms/alarms.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { Place, PositionRecord } from '#protocol/telemetry/place.ts';
import { placeName } from '#domain/alarms/placeName.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { isOver, rankOf } from '#domain/operations/operationStates.ts';
import type { Happening } from '../../ports/alarms.ts';
import type { AcceptedFix } from '../../ports/positions.ts';
import type { AlarmOptions } from '../alarmOptions.ts';

type What = { readonly kind: AlarmKind; readonly severity: Severity; readonly occurredAt: number; readonly text: (unitName: string) => string; /** Default: where it was last. */ readonly position?: PositionRecord | null };

/** Something that happened to a unit where it was last; null for a unit that is not enrolled (any more). */
export function unitHappening({ log: { state }, positions, countyAt }: Pick<AlarmOptions, 'log' | 'positions' | 'countyAt'>, unitId: UnitId, { kind, severity, occurredAt, text, position }: What): Happening | null {
  const unit = state.units.get(unitId);
  if (unit === undefined || unit.state === 'revoked') {
    return null;
  }
  return {
    courtCode: unit.courtCode,
    kind,
    severity,
    unitId,
    operationId: operationOf(state, unitId),
    stepId: null,
    fenceId: null,
    callId: null,
    reference: null,
    place: placeOf({ state, countyAt }, position ?? lastPosition(positions.latest(unitId))),
    text: text(unit.name),
    occurredAt,
  };
}

/** The place with its name. */
export function placeOf({ state, countyAt }: { readonly state: HallState } & Pick<AlarmOptions, 'countyAt'>, position: PositionRecord | null): Place {
  return { name: placeName(state.courts, { position, county: position === null ? null : countyAt(position) }), position };
}

export function lastPosition(fix: AcceptedFix | undefined): PositionRecord | null {
  return fix === undefined ? null : { longitudeDeg: fix.longitudeDeg, latitudeDeg: fix.latitudeDeg };
}

/** What the unit is on: of several operations the one that has come farthest. */
export function operationOf(state: HallState, unitId: UnitId): Happening['operationId'] {
  const operations = state.operations.filter((operation) => !isOver(operation) && operation.teams.some(({ unitIds }) => unitIds.includes(unitId)));
  return [...operations.values()].toSorted((left, right) => rankOf(right.state) - rankOf(left.state) || left.plannedFrom - right.plannedFrom)[0]?.operationId ?? null;
}
