import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { worstOf } from '#domain/alarms/openAlarmOf.ts';
import { courtName } from '#domain/courts/courtName.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { formatAge } from '../../i18n/beijingTime.ts';
import { useHallNow, useHallState, useLocale } from '../hall/index.ts';
import styles from './WallAlarmBar.module.css';

/** Under a wall's tiles while anything urgent is open: what, who, where, and who is on the way. */
export function WallAlarmBar() {
  const alarms = useHallState((state) => state.log.alarms);
  const urgent = useMemo(() => [...alarms.values()].filter(({ severity, state }) => severity === 'urgent' && state !== 'resolved'), [alarms]);
  const first = useMemo(() => worstOf(urgent), [urgent]);
  return first === undefined ? null : <Bar alarm={first} others={urgent.length - 1} />;
}

function Bar({ alarm, others }: { alarm: Alarm; others: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const courts = useHallState((state) => state.log.courts);
  const unit = useHallState((state) => (alarm.unitId === null ? undefined : state.units.get(alarm.unitId)));
  const order = alarm.help?.orders.at(-1);
  const standing = order === undefined ? t(`alarms.state.${alarm.state}`) : `${shortCourtName(courtName(courts, order.toCourtCode))} ${t(`alarms.help.order.${order.state}`, { reason: order.reason ?? '' })}`;
  const what = [unit?.name, alarm.place.name, shortCourtName(courtName(courts, alarm.courtCode))].filter((part) => part !== undefined && part !== '');
  return (
    <div className={styles.bar} role="alert" data-role="wall-alarm" data-alarm-id={alarm.alarmId} data-state={alarm.state}>
      <strong>{t(`alarms.kind.${alarm.kind}`)}</strong>
      <span className={styles.what}>{what.join(' · ')}</span>
      <span>{standing}</span>
      {others > 0 && <span>{t('alarms.strip.more', { count: others })}</span>}
      <time>{formatAge(now - alarm.raisedAt, locale)}</time>
    </div>
  );
}
