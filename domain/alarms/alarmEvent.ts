import type { Alarm } from '#protocol/alarms/alarms.ts';
import { OPEN_ORDER_STATES } from '#protocol/alarms/orders.ts';
import { AppError } from '#protocol/errors.ts';
import type { AlarmId } from '#protocol/nouns/ids.ts';
import { expectVersion, found, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

type Change = Extract<NewEvent, { name: `alarm.${string}` }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;

export function alarmEvent({ alarmId, courtCode }: Pick<Alarm, 'alarmId' | 'courtCode'>, change: Change): NewEvent {
  return { ...change, subject: `alarm/${alarmId}`, courtCode };
}

export function isOpen({ state }: Pick<Alarm, 'state'>): boolean {
  return state !== 'resolved';
}

/** Orders of the alarm that are still somebody's to do. */
export function openHelp({ help }: Pick<Alarm, 'help'>) {
  return help?.orders.filter(({ state }) => OPEN_ORDER_STATES.includes(state)) ?? [];
}

/** Errors: notFound, conflict (when a version is expected), alarmOver. */
export function openAlarm(state: HallState, { alarmId, expectedVersion }: { readonly alarmId: AlarmId; readonly expectedVersion?: number }): Alarm {
  const alarm = found(state.alarms.get(alarmId), 'alarm');
  if (expectedVersion !== undefined) {
    expectVersion(alarm, expectedVersion);
  }
  if (!isOpen(alarm)) {
    throw new AppError('alarmOver');
  }
  return alarm;
}

/** The alarm as it is when all that was decided has happened. */
export function alarmAfter(alarmId: AlarmId) {
  return (after: HallState): { alarm: Alarm } => ({ alarm: found(after.alarms.get(alarmId), 'alarm') });
}
