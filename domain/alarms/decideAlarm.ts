import { AppError } from '#protocol/errors.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { AlarmId, UnitId } from '#protocol/nouns/ids.ts';
import { upperCourt } from '../courts/courtName.ts';
import { found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { alarmAfter, alarmEvent, isOpen, openAlarm, openHelp } from './alarmEvent.ts';
import { escalationFrom, firstDesk, type EscalateAfterMs, type HasDesk } from './raiseAlarm.ts';

type Of<Name extends 'alarm.acknowledge' | 'alarm.note' | 'alarm.resolve' | 'alarm.takeBack'> = Omit<RequestData<Name>, 'commandId'>;
type Answer = { alarm: Alarm };

/** So long after it was resolved it is still on the desks, ms. */
export const ARCHIVE_AFTER_MS = 7 * 86_400_000;

/** The first one stops the escalation; for those after, nothing changes. Errors: notFound, alarmOver. */
export function acknowledgeAlarm(state: HallState, { alarmId }: Of<'alarm.acknowledge'>): Decision<Answer> {
  const alarm = openAlarm(state, { alarmId });
  return { events: acknowledgement(alarm), answer: alarmAfter(alarmId) };
}

/** What else is done with an alarm acknowledges it, too. */
export function acknowledgement(alarm: Alarm): NewEvent[] {
  return alarm.acknowledged === null ? [alarmEvent(alarm, { name: 'alarm.acknowledged', data: {} })] : [];
}

/** Errors: notFound. */
export function noteAlarm(state: HallState, { alarmId, text }: Of<'alarm.note'>): Decision<Answer> {
  const alarm = found(state.alarms.get(alarmId), 'alarm');
  return { events: [alarmEvent(alarm, { name: 'alarm.noted', data: { text } })], answer: alarmAfter(alarmId) };
}

/** Only by the unit that pressed, and only once. Errors: notFound. */
export function takeBackAlarm(state: HallState, { alarmId, reason }: Of<'alarm.takeBack'>, { unitId }: { readonly unitId: UnitId }): Decision<Record<string, never>> {
  const alarm = found(state.alarms.get(alarmId), 'alarm');
  if (alarm.kind !== 'sos' || alarm.unitId !== unitId) {
    throw new AppError('notFound', { params: { what: 'alarm' } });
  }
  const isNews = isOpen(alarm) && alarm.takenBack === null;
  return { events: isNews ? [alarmEvent(alarm, { name: 'alarm.takenBack', data: { reason } })] : [], answer: () => ({}) };
}

/** Errors: notFound, conflict, alarmOver, helpUnderWay. */
export function resolveAlarm(state: HallState, { alarmId, expectedVersion, outcome, reason }: Of<'alarm.resolve'>): Decision<Answer> {
  const alarm = openAlarm(state, { alarmId, expectedVersion });
  if (openHelp(alarm).length > 0) {
    throw new AppError('helpUnderWay');
  }
  return { events: [alarmEvent(alarm, { name: 'alarm.resolved', data: { outcome, reason } })], answer: alarmAfter(alarmId) };
}

/** To the court above, when its time has come and nobody has acknowledged it. */
export function escalateAlarm(state: HallState, alarmId: AlarmId, { at, escalateAfterMs, hasDesk }: { readonly at: number; readonly escalateAfterMs: EscalateAfterMs; readonly hasDesk: HasDesk }): Decision<null> {
  const alarm = state.alarms.get(alarmId);
  const above = alarm === undefined ? null : upperCourt(alarm.soundsAt);
  if (alarm === undefined || above === null || !isOpen(alarm) || (alarm.escalatesAt ?? Infinity) > at) {
    return { events: [], answer: () => null };
  }
  const toCourtCode = firstDesk(above, hasDesk) ?? above;
  const escalatesAt = escalationFrom(toCourtCode, { at, afterMs: escalateAfterMs[alarm.severity] });
  return { events: [alarmEvent(alarm, { name: 'alarm.escalated', data: { toCourtCode, escalatesAt } })], answer: () => null };
}

export function isToArchive({ resolved }: Alarm, at: number): boolean {
  return resolved !== null && resolved.at + ARCHIVE_AFTER_MS <= at;
}
