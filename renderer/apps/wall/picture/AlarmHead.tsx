import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { useHallNow, useHallState, useLocale } from '../../../features/hall/index.ts';
import { formatAge } from '../../../i18n/beijingTime.ts';
import styles from './AlarmHead.module.css';

/** Over the pictures of an alarm that took a tile: what, who, where, since when, and how many wait for a tile. */
export function AlarmHead({ alarm, waiting }: { alarm: Alarm; waiting: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const courts = useHallState((state) => state.log.courts);
  const unit = useHallState((state) => (alarm.unitId === null ? undefined : state.units.get(alarm.unitId)));
  const where = [alarm.place.name, shortCourtName(courtName(courts, alarm.courtCode))].filter((part) => part !== '').join(' · ');
  return (
    <header className={styles.head} data-role="alarm-head">
      <span className={styles.line}>
        <strong className={styles.kind}>{t(`alarms.kind.${alarm.kind}`)}</strong>
        <strong className={styles.who}>{unit?.name ?? ''}</strong>
        <time className={styles.age}>{formatAge(now - alarm.raisedAt, locale)}</time>
      </span>
      <span className={styles.line}>
        <span className={styles.where}>{where}</span>
        <span className={styles.state}>{t(`alarms.state.${alarm.state}`)}</span>
        {waiting > 0 && <span className={styles.waiting} data-role="alarms-waiting">{t('wallWindow.alarmsWaiting', { count: waiting })}</span>}
      </span>
    </header>
  );
}
