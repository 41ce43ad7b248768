import type { UnitId } from '#protocol/nouns/ids.ts';
import { sameOpen } from '#domain/alarms/raiseAlarm.ts';
import type { Happening } from '../../ports/alarms.ts';
import type { AcceptedFix } from '../../ports/positions.ts';
import type { AlarmOptions } from '../alarmOptions.ts';
import { unitHappening } from './unitHappening.ts';

type Options = Pick<AlarmOptions, 'log' | 'positions' | 'countyAt' | 'tables'> & { readonly raise: (happening: Happening) => void };

/** Raises an alarm, once for each discharge, when a unit's battery runs out. Returns its own undoing. */
export function watchBatteries(options: Options): () => void {
  const { lowBatteryPercent, batteryAgainPercent, batterySeverity: severity } = options.tables.alarms;
  /** Of these it is known. */
  const low = new Set<UnitId>();

  return options.positions.onFix(({ unitId, batteryPercent, charging, receivedAt }: AcceptedFix) => {
    if (charging || (batteryPercent ?? 0) >= batteryAgainPercent) {
      low.delete(unitId);
      return;
    }
    if (batteryPercent === null || batteryPercent > lowBatteryPercent || low.has(unitId)) {
      return;
    }
    low.add(unitId);
    const happening = unitHappening(options, unitId, { kind: 'battery', severity, occurredAt: receivedAt, text: (name) => `单兵「${name}」电量仅剩 ${batteryPercent}%` });
    if (happening !== null && sameOpen(options.log.state, happening) === undefined) {
      options.raise(happening);
    }
  });
}
