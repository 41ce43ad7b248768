import { useTranslation } from 'react-i18next';
import type { Order } from '#protocol/alarms/orders.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';

/** What the order is now, after someone else changed it. */
export function NewestOrder({ order }: { order: Order }) {
  const { t } = useTranslation();
  return <NoticeLine tone="waiting">{t(`orders.state.${order.state}`)} {order.steps.at(-1)?.name}</NoticeLine>;
}
