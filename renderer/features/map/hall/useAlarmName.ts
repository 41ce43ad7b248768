import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { useHall } from '../../hall/index.ts';

/** What an alarm is called on the map: its kind, and where or whose it is. */
export function useAlarmName(): (alarm: Alarm) => string {
  const { t } = useTranslation();
  const { replica } = useHall();
  return useCallback(
    ({ kind, unitId, place }) => {
      const where = place.name || (unitId === null ? '' : (replica.state.getState().units.get(unitId)?.name ?? ''));
      return where === '' ? t(`alarms.kind.${kind}`) : t('map.alarmName', { kind: t(`alarms.kind.${kind}`), where });
    },
    [t, replica],
  );
}
