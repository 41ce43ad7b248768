import { ALARM_STATES, SEVERITIES, type Alarm } from '#protocol/alarms/alarms.ts';

/** What is not resolved, as a hall reads it: the worst first, then those that nobody answered, then the oldest. */
export function openAlarms(alarms: Iterable<Alarm>): Alarm[] {
  return [...alarms]
    .filter(({ state }) => state !== 'resolved')
    .toSorted(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        ALARM_STATES.indexOf(a.state) - ALARM_STATES.indexOf(b.state) ||
        a.raisedAt - b.raisedAt ||
        (a.alarmId < b.alarmId ? -1 : 1),
    );
}
