import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { Density } from '#protocol/wall/layout.ts';
import { formatAge } from '../../../../i18n/beijingTime.ts';
import { useHallNow, useHallState, useLocale } from '../../../hall/index.ts';
import { fitRows } from '../../model/fitRows.ts';
import { openAlarms } from '../../model/openAlarms.ts';
import styles from '../Content.module.css';
import { ContentFrame, More, Nothing } from '../ContentFrame.tsx';

const ROW_EM = 2.1;

/** Open alarms: what, who, where, who is on it, since when. Of what was said in them nothing: words of a caller are not for a wall. */
export function AlarmBoard({ density }: { density: Density }) {
  const { t } = useTranslation();
  const raised = useHallState((state) => state.log.alarms);
  const alarms = useMemo(() => openAlarms(raised.values()), [raised]);
  return (
    <ContentFrame title={t('wallContent.alarms.title')} note={alarms.length > 0 && t('alarms.count', { open: alarms.length })} density={density}>
      {({ heightEm }) => {
        const { shown, hidden } = fitRows(alarms.length, Math.floor(heightEm / ROW_EM));
        return alarms.length === 0 ? (
          <Nothing title={t('alarms.none.open')} />
        ) : (
          <ul>
            {alarms.slice(0, shown).map((alarm) => <AlarmRow key={alarm.alarmId} alarm={alarm} />)}
            <li><More count={hidden} /></li>
          </ul>
        );
      }}
    </ContentFrame>
  );
}

function AlarmRow({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const courts = useHallState((state) => state.log.courts);
  const unit = useHallState((state) => (alarm.unitId === null ? undefined : state.units.get(alarm.unitId)));
  const where = [unit?.name, alarm.place.name, shortCourtName(courtName(courts, alarm.courtCode))].filter((part) => part !== undefined && part !== '');
  return (
    <li className={styles.row} data-severity={alarm.severity} data-alarm-id={alarm.alarmId}>
      <strong>{t(`alarms.kind.${alarm.kind}`)}</strong>
      <span className={`${styles.grow} ${styles.fair}`}>{where.join(' · ')}</span>
      <span className={`${styles.wide} ${styles.share}`}>{standing(t, alarm, (code) => shortCourtName(courtName(courts, code)))}</span>
      <time>{formatAge(now - alarm.raisedAt, locale)}</time>
    </li>
  );
}

/** What was done comes first, who did it after: a narrow tile cuts the end. A refusal's reason is in somebody's own words, which are not for a wall. */
function standing(t: TFunction, { help, state, acknowledged }: Alarm, nameOf: (code: Alarm['courtCode']) => string): string {
  const order = help?.orders.at(-1);
  if (order !== undefined) {
    return `${t(`wallContent.alarms.order.${order.state}`)} · ${nameOf(order.toCourtCode)}`;
  }
  const by = acknowledged?.courtCode;
  return by ? `${t(`alarms.state.${state}`)} · ${nameOf(by)}` : t(`alarms.state.${state}`);
}
