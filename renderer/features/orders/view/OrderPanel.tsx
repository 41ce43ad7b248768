import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '#protocol/alarms/orders.ts';
import type { OrderId } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { ListPanel } from '../../../ui/panel/ListPanel.tsx';
import { ActionButton } from '../../command/index.ts';
import { useCapability, useHallState } from '../../hall/index.ts';
import { orderRows } from '../model/orderRows.ts';
import { SendDialog } from './dialogs/SendDialog.tsx';
import { OrderCard } from './OrderCard.tsx';
import styles from './Orders.module.css';

const OVER_SHOWN = 20;

/** Orders that wait for this court and those below it, with what can be done with each; what is over beneath. */
export function OrderPanel() {
  const { t } = useTranslation();
  const orders = useHallState((state) => state.log.orders);
  const synced = useHallState((state) => state.synced);
  const sends = useCapability('alarms.handle');
  const { open, over } = useMemo(() => orderRows(orders.values()), [orders]);
  const [opened, setOpened] = useState<OrderId | null>(null);
  const [sending, setSending] = useState(false);
  const card = (order: Order) => <OrderCard key={order.orderId} order={order} opened={order.orderId === opened} onToggle={() => setOpened(order.orderId === opened ? null : order.orderId)} />;
  return (
    <ListPanel
      role="order-panel"
      fresh={synced}
      tools={sends ? <ActionButton size="compact-xs" onClick={() => setSending(true)} data-action="order.send">{t('orders.action.send')}</ActionButton> : undefined}
    >
      {open.length === 0 ? <EmptyNote title={t('orders.none')} hint={t('orders.noneHint')} /> : open.map(card)}
      {over.length > 0 && <p className={styles.over}>{t('orders.over', { count: over.length })}</p>}
      {over.slice(0, OVER_SHOWN).map(card)}
      {sending && <SendDialog onClose={() => setSending(false)} />}
    </ListPanel>
  );
}
