import { useEffect, useRef } from 'react';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { AlarmId } from '#protocol/nouns/ids.ts';
import { worstOf } from '#domain/alarms/openAlarmOf.ts';
import { callsFor } from '../../../features/alarms/index.ts';
import { useCapability, useHallState, useSession } from '../../../features/hall/index.ts';
import { useSelection } from '../../../features/selection/index.ts';

/**
 * An urgent alarm that begins to call this court comes to the front by itself, once: its unit's picture, its place on
 * the map, its card. Whoever is at work on another urgent alarm is not taken away from it; the strip tells them.
 */
export function useAlarmTakeover(show: (alarm: Alarm) => void): void {
  const { court } = useSession();
  const handles = useCapability('alarms.handle');
  const selection = useSelection();
  const alarms = useHallState((state) => state.log.alarms);
  const known = useRef<ReadonlySet<AlarmId> | null>(null);
  useEffect(() => {
    const calling = [...alarms.values()].filter((alarm) => alarm.severity === 'urgent' && callsFor(alarm, court.courtCode));
    const fresh = calling.filter(({ alarmId }) => known.current?.has(alarmId) !== true);
    known.current = new Set(calling.map(({ alarmId }) => alarmId));
    const first = worstOf(fresh);
    const chosen = alarms.get(selection.state.getState().alarmId ?? ('' as AlarmId));
    const busy = chosen !== undefined && chosen.severity === 'urgent' && chosen.state !== 'resolved' && !fresh.includes(chosen);
    if (handles && first !== undefined && !busy) {
      show(first);
    }
  }, [alarms, court.courtCode, handles, selection, show]);
}
