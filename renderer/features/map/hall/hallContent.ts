import type { HallState } from '../../../replica/hallReplica.ts';
import type { Position } from '#domain/geodesy/datum.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';
import type { MapAlarm, MapCourt, MapFence, MapOperation } from '../model/mapItems.ts';

const positionOf = ({ longitudeDeg, latitudeDeg }: PositionRecord): Position => [longitudeDeg, latitudeDeg];
const isOpen = (alarm: Alarm): boolean => alarm.state !== 'resolved';

export function mapCourts({ courts, centres }: Pick<HallState['log'], 'courts'> & Pick<HallState, 'centres'>): MapCourt[] {
  return [...courts.values()].map(({ courtCode, name, level, position }) => ({
    courtCode,
    name,
    level,
    position: positionOf(position),
    staffed: centres.get(courtCode)?.state === 'staffed',
  }));
}

/** What is neither concluded nor called off, and has a place on the map. */
export function mapOperations({ operations }: Pick<HallState['log'], 'operations'>): MapOperation[] {
  return [...operations.values()].flatMap(({ operationId: id, title: name, place, state, risk }) =>
    state === 'concluded' || state === 'calledOff' || place.position === null ? [] : [{ id, name, state, risk, position: positionOf(place.position) }],
  );
}

/** `nameOf` writes what a person reads of an alarm. */
export function mapAlarms({ alarms }: Pick<HallState['log'], 'alarms'>, nameOf: (alarm: Alarm) => string): MapAlarm[] {
  return [...alarms.values()].filter(isOpen).map((alarm) => {
    const { alarmId: id, kind, severity, state, unitId, place } = alarm;
    return { id, kind, severity, state, unitId, name: nameOf(alarm), position: place.position && positionOf(place.position) };
  });
}

export function mapFences({ fences, alarms }: Pick<HallState['log'], 'fences' | 'alarms'>): MapFence[] {
  const alarming = new Set([...alarms.values()].filter(isOpen).flatMap(({ fenceId }) => (fenceId === null ? [] : [fenceId])));
  return [...fences.values()].map(({ fenceId: id, name, kind, ring }) => ({ id, name, kind, ring, alarming: alarming.has(id) }));
}

