import { SEVERITIES, type Alarm } from '#protocol/alarms/alarms.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';

type Alarms = { values(): Iterable<Alarm> };

/** The worst open alarm among them, of equal ones the oldest. */
export function worstOf(alarms: Iterable<Alarm>): Alarm | undefined {
  let worst: Alarm | undefined;
  for (const alarm of alarms) {
    if (alarm.state !== 'resolved' && (worst === undefined || isWorse(alarm, worst))) {
      worst = alarm;
    }
  }
  return worst;
}

/** The worst open alarm about a unit. */
export function openAlarmOf(alarms: Alarms, unitId: UnitId): Alarm | undefined {
  return worstOf([...alarms.values()].filter((alarm) => alarm.unitId === unitId));
}

function isWorse(a: Alarm, b: Alarm): boolean {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) < 0 || (a.severity === b.severity && a.raisedAt < b.raisedAt);
}
