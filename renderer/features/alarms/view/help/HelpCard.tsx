import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { OPEN_ORDER_STATES } from '#protocol/alarms/orders.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { listOf } from '../../../../i18n/listOf.ts';
import { DetailPart } from '../../../../ui/page/Detail.tsx';
import { useHall, useHallState, useLocale } from '../../../hall/index.ts';
import { AskHelp } from './AskHelp.tsx';
import styles from '../Alarms.module.css';

/** Who was asked and what came of it; while nobody is on it, who could be asked. */
export function HelpCard({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const help = alarm.help;
  const open = help?.orders.some(({ state }) => OPEN_ORDER_STATES.includes(state)) ?? false;
  return (
    <DetailPart title={t('alarms.help.title')}>
      {help !== null && <HelpOrders alarm={alarm} />}
      {!open && alarm.place.position !== null && <AskHelp alarm={alarm} />}
      {!open && alarm.place.position === null && <p className={styles.faint}>{t('errors.noPosition')}</p>}
    </DetailPart>
  );
}

function HelpOrders({ alarm: { help } }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const courts = useHallState((state) => state.log.courts);
  if (help === null) {
    return null;
  }
  return (
    <>
      <ol className={styles.orders}>
        {help.orders.map((order) => (
          <li key={order.orderId} data-order-state={order.state}>
            <time>{formatMoment(order.at, link.now(), locale)}</time>
            <span>{courtName(courts, order.toCourtCode)}</span>
            <strong>{t(`alarms.help.order.${order.state}`, { reason: order.reason ?? '' })}</strong>
          </li>
        ))}
      </ol>
      {help.queue.length > 0 && <p className={styles.faint}>{t('alarms.help.queue', { courts: listOf(help.queue.map((code) => courtName(courts, code)), locale) })}</p>}
    </>
  );
}
