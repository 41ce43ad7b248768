import { useMemo } from 'react';
import { useHallState } from '../../hall/index.ts';
import type { MapContent } from '../model/mapItems.ts';
import { mapAlarms, mapCourts, mapFences, mapOperations } from './hallContent.ts';
import { useAlarmName } from './useAlarmName.ts';

/** What this window's copy of the hall has for the map besides units. */
export function useHallContent(): MapContent {
  const alarmName = useAlarmName();
  const recorded = useHallState((state) => state.log.courts);
  const centres = useHallState((state) => state.centres);
  const planned = useHallState((state) => state.log.operations);
  const raised = useHallState((state) => state.log.alarms);
  const drawn = useHallState((state) => state.log.fences);
  // Each part is made anew only when what it is made of has changed: the map draws no more than that.
  const courts = useMemo(() => mapCourts({ courts: recorded, centres }), [recorded, centres]);
  const operations = useMemo(() => mapOperations({ operations: planned }), [planned]);
  const fences = useMemo(() => mapFences({ fences: drawn, alarms: raised }), [drawn, raised]);
  const alarms = useMemo(() => mapAlarms({ alarms: raised }, alarmName), [raised, alarmName]);
  return useMemo(() => ({ courts, operations, fences, alarms }), [courts, operations, fences, alarms]);
}
