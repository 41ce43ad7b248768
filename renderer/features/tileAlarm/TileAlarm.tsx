import { useTranslation } from 'react-i18next';
import { openAlarmOf } from '#domain/alarms/openAlarmOf.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { formatAge } from '../../i18n/beijingTime.ts';
import { useHallNow, useHallState, useLocale } from '../hall/index.ts';
import styles from './TileAlarm.module.css';

/** The worst open alarm about the unit whose feed this is. */
export function useTileAlarm(feedId: FeedId | null): Alarm | undefined {
  return useHallState((state) => {
    const unitId = feedId === null ? undefined : state.feeds.get(feedId)?.unitId;
    return unitId === undefined ? undefined : openAlarmOf(state.log.alarms, unitId);
  });
}

/** Over the picture's lower edge: what it is, since when, and whether anybody is on it. */
export function TileAlarm({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  return (
    <div className={styles.line} data-severity={alarm.severity} data-role="tile-alarm" data-alarm-id={alarm.alarmId}>
      <strong>{t(`alarms.kind.${alarm.kind}`)}</strong>
      <span>{t(`alarms.state.${alarm.state}`)}</span>
      <time>{formatAge(now - alarm.raisedAt, locale)}</time>
    </div>
  );
}
