import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import { OPEN_ORDER_STATES, type Order } from '#protocol/alarms/orders.ts';
import { formatAge, formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { listOf } from '../../../i18n/listOf.ts';
import { Facts, type Fact } from '../../../ui/page/Detail.tsx';
import { ActionButton, useCommand } from '../../command/index.ts';
import { useCapability, useHall, useHallNow, useHallState, useLocale } from '../../hall/index.ts';
import { actionsOn, type OrderAction } from '../model/orderRows.ts';
import { AcceptDialog } from './dialogs/AcceptDialog.tsx';
import { WordsDialog, type Worded } from './dialogs/WordsDialog.tsx';
import styles from './Orders.module.css';

type OrderCardProps = { readonly order: Order; readonly opened: boolean; readonly onToggle: () => void };

/** One order: who wants what where and until when, with its answers in reach. */
export function OrderCard({ order, opened, onToggle }: OrderCardProps) {
  const { t } = useTranslation();
  const courts = useHallState((state) => state.log.courts);
  const receive = useCommand('order.receive');
  const arrive = useCommand('order.arrive');
  const may = { answer: useCapability('orders.answer'), send: useCapability('alarms.handle') };
  const [dialog, setDialog] = useState<'accept' | Worded | null>(null);
  const actions = actionsOn(order, may);
  const same = { orderId: order.orderId, expectedVersion: order.version };
  const run = (action: OrderAction) => {
    if (action === 'receive') void receive.ask(same);
    else if (action === 'arrive') void arrive.ask(same);
    else setDialog(action);
  };
  const problem = receive.problem ?? arrive.problem;
  const isOpen = OPEN_ORDER_STATES.includes(order.state);
  return (
    <section className={styles.order} data-severity={order.severity} data-open={isOpen} data-order-id={order.orderId} data-state={order.state} aria-label={order.number}>
      <button type="button" className={styles.head} aria-expanded={opened} onClick={onToggle}>
        <span className={styles.text}>{order.text}</span>
        <span className={styles.state}>{t(`orders.state.${order.state}`)}</span>
        <span className={styles.from}>{shortCourtName(order.fromCourtName)} → {shortCourtName(courtName(courts, order.courtCode))} · {order.place.name}</span>
        <AcceptBy order={order} />
      </button>
      {opened && <OrderFacts order={order} />}
      {actions.length > 0 && (
        <div className={styles.actions}>
          {actions.map((action, index) => (
            <ActionButton key={action} size="compact-xs" variant={index === 0 && action !== 'withdraw' ? 'filled' : 'default'} onClick={() => run(action)} data-action={`order.${action}`}>
              {t(`orders.action.${action}`)}
            </ActionButton>
          ))}
        </div>
      )}
      {problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, problem)}</p>}
      {dialog === 'accept' && <AcceptDialog order={order} onClose={() => setDialog(null)} />}
      {dialog !== null && dialog !== 'accept' && <WordsDialog action={dialog} order={order} onClose={() => setDialog(null)} />}
    </section>
  );
}

/** Until when somebody has to say yes. */
function AcceptBy({ order }: { order: Order }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  if (order.acceptBy === null || (order.state !== 'sent' && order.state !== 'received')) {
    return null;
  }
  return <time className={styles.acceptBy}>{t('orders.acceptIn', { age: formatAge(order.acceptBy - now, locale) })}</time>;
}

function OrderFacts({ order }: { order: Order }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const courts = useHallState((state) => state.log.courts);
  const units = useHallState((state) => state.log.units);
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  const facts: (Fact | null)[] = [
    { label: t('orders.facts.number'), value: order.number },
    { label: t('orders.facts.from'), value: t('orders.from', { court: order.fromCourtName, name: order.fromName }) },
    { label: t('orders.facts.to'), value: courtName(courts, order.courtCode) },
    order.unitIds.length === 0 ? null : { label: t('orders.facts.units'), value: listOf(order.unitIds.map((unitId) => units.get(unitId)?.name ?? unitId), locale) },
    order.report === null ? null : { label: t('orders.facts.report'), value: order.report },
  ];
  return (
    <div className={styles.facts}>
      <Facts facts={facts.filter((fact) => fact !== null)} />
      <ol className={styles.steps} aria-label={t('orders.steps')}>
        {order.steps.map((step) => (
          <li key={`${step.at} ${step.state}`}>
            <time>{moment(step.at)}</time> {t(`orders.state.${step.state}`)} {step.name}{step.reason === null ? '' : ` · ${step.reason}`}
          </li>
        ))}
      </ol>
    </div>
  );
}
