import type { Alarm } from '#protocol/alarms/alarms.ts';
import { SEVERITIES } from '#protocol/alarms/alarms.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';

export const ALARM_FILTERS = ['open', 'here', 'resolved'] as const;
export type AlarmFilter = (typeof ALARM_FILTERS)[number];

export function isOpen(alarm: Pick<Alarm, 'state'>): boolean {
  return alarm.state !== 'resolved';
}

/** Whether this court's desks are to be called: the alarm is with them now, and nobody has answered. */
export function callsFor(alarm: Pick<Alarm, 'state' | 'soundsAt'>, courtCode: CourtCode): boolean {
  return alarm.state === 'raised' && alarm.soundsAt === courtCode;
}

/** Whether it is this court's to see to: it came to it and is not over. */
function isHere(alarm: Alarm, courtCode: CourtCode): boolean {
  return isOpen(alarm) && (alarm.courtCode === courtCode || alarm.soundsAt === courtCode || alarm.acknowledged?.courtCode === courtCode);
}

/** What the list shows, what waits and weighs most first. Those that are over: the newest first. */
export function alarmRows(alarms: Iterable<Alarm>, filter: AlarmFilter, courtCode: CourtCode): Alarm[] {
  const rows = [...alarms].filter((alarm) => (filter === 'resolved' ? !isOpen(alarm) : filter === 'here' ? isHere(alarm, courtCode) : isOpen(alarm)));
  return rows.toSorted(
    filter === 'resolved'
      ? (a, b) => (b.resolved?.at ?? 0) - (a.resolved?.at ?? 0) || a.alarmId.localeCompare(b.alarmId)
      : (a, b) => rank(a, courtCode) - rank(b, courtCode) || a.raisedAt - b.raisedAt || a.alarmId.localeCompare(b.alarmId),
  );
}

/** Severity first, then those that wait before those that somebody sees to, then those that call here. */
function rank(alarm: Alarm, courtCode: CourtCode): number {
  const waiting = alarm.state === 'raised' ? 0 : alarm.state === 'acknowledged' ? 1 : 2;
  return SEVERITIES.indexOf(alarm.severity) * 10 + waiting * 2 + (alarm.soundsAt === courtCode ? 0 : 1);
}
