import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCapability, useHall } from '../../hall/index.ts';
import type { ReplaySource } from '../model/replay/track.ts';
import { readReplay, replayEvents } from './hallReplay.ts';
import { useAlarmName } from './useAlarmName.ts';

/** The hall's archive; undefined for whoever may not look where people were. */
export function useReplaySource(): ReplaySource | undefined {
  const { t } = useTranslation();
  const { link, replica } = useHall();
  const allowed = useCapability('tracks.read');
  const alarm = useAlarmName();
  return useMemo(() => {
    if (!allowed) {
      return undefined;
    }
    return {
      // The hall's time is kept with a fraction; its archive is asked in whole milliseconds.
      now: () => Math.floor(link.now()),
      read: (span) => {
        const { units, log } = replica.state.getState();
        const events = replayEvents({
          alarms: log.alarms.values(),
          operations: log.operations.values(),
          span,
          words: { alarm, operation: ({ title }, state) => t('map.operationEvent', { title, state: t(`map.operationStates.${state}`) }) },
        });
        return readReplay({ link, span, events, units: [...units.values()].map(({ unitId, name, kind }) => ({ unitId, name, kind })) });
      },
    };
  }, [allowed, link, replica, alarm, t]);
}
