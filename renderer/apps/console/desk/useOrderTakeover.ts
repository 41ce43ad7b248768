import { useEffect, useRef } from 'react';
import type { OrderId } from '#protocol/nouns/ids.ts';
import { useCapability, useHallState, useSession } from '../../../features/hall/index.ts';

/** An urgent order that comes to this court brings the list of orders forward, once: somebody waits for an answer by the clock. */
export function useOrderTakeover(show: () => void): void {
  const { court } = useSession();
  const answers = useCapability('orders.answer');
  const orders = useHallState((state) => state.log.orders);
  const known = useRef<ReadonlySet<OrderId>>(new Set());
  useEffect(() => {
    const waiting = [...orders.values()].filter((order) => order.courtCode === court.courtCode && order.severity === 'urgent' && order.state === 'sent');
    const fresh = waiting.some(({ orderId }) => !known.current.has(orderId));
    known.current = new Set(waiting.map(({ orderId }) => orderId));
    if (answers && fresh) {
      show();
    }
  }, [orders, court.courtCode, answers, show]);
}
