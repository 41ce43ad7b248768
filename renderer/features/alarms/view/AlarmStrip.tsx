import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { formatAge } from '../../../i18n/beijingTime.ts';
import { ActionButton, useCommand } from '../../command/index.ts';
import { useCapability, useHallNow, useHallState, useLocale, useSession } from '../../hall/index.ts';
import { alarmRows, callsFor } from '../model/alarmRows.ts';
import { whoText } from './alarmWords.ts';
import styles from './AlarmStrip.module.css';

/** Across every page: the alarm that calls this court's desks loudest, until somebody answers. */
export function AlarmStrip({ onOpen }: { onOpen: (alarm: Alarm) => void }) {
  const { t } = useTranslation();
  const { court } = useSession();
  const alarms = useHallState((state) => state.log.alarms);
  const handles = useCapability('alarms.handle');
  const acknowledge = useCommand('alarm.acknowledge');
  const calling = useMemo(
    () => alarmRows(alarms.values(), 'open', court.courtCode).filter((alarm) => alarm.severity === 'urgent' && callsFor(alarm, court.courtCode)),
    [alarms, court.courtCode],
  );
  const [first, ...others] = calling;
  const unit = useHallState((state) => (first === undefined || first.unitId === null ? undefined : state.units.get(first.unitId)));
  if (first === undefined || !handles) {
    return null;
  }
  return (
    <div className={styles.strip} role="alert" data-role="alarm-strip" data-alarm-id={first.alarmId}>
      <button type="button" className={styles.what} onClick={() => onOpen(first)}>
        <strong>{t('alarms.strip.one', { kind: t(`alarms.kind.${first.kind}`), who: whoText(t, first, unit) })}</strong>
        <span>{first.place.name}</span>
        <Waiting alarm={first} />
      </button>
      {others.length > 0 && <span className={styles.more}>{t('alarms.strip.more', { count: others.length })}</span>}
      <ActionButton size="compact-xs" onClick={() => onOpen(first)} data-action="alarm.open">{t('alarms.strip.open')}</ActionButton>
      <ActionButton
        size="compact-xs"
        variant="filled"
        loading={acknowledge.busy}
        onClick={() => {
          onOpen(first);
          void acknowledge.ask({ alarmId: first.alarmId });
        }}
        data-action="alarm.acknowledge"
      >
        {t('alarms.action.acknowledge')}
      </ActionButton>
    </div>
  );
}

function Waiting({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  return (
    <time className={styles.waiting}>
      {formatAge(now - alarm.raisedAt, locale)}
      {alarm.escalatesAt !== null && ` · ${t('alarms.escalatesIn', { age: formatAge(alarm.escalatesAt - now, locale) })}`}
    </time>
  );
}
