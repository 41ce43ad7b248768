import { OPEN_ORDER_STATES, type Order } from '#protocol/alarms/orders.ts';

/** What can be done with an order, as a command each; the most pressing first. */
export type OrderAction = 'receive' | 'accept' | 'arrive' | 'finish' | 'refuse' | 'withdraw';

const ANSWERS: Record<Order['state'], readonly OrderAction[]> = {
  sent: ['accept', 'receive', 'refuse'],
  received: ['accept', 'refuse'],
  accepted: ['arrive', 'finish'],
  arrived: ['finish'],
  refused: [],
  lapsed: [],
  withdrawn: [],
  done: [],
};

export function actionsOn(order: Pick<Order, 'state' | 'alarmId'>, may: { readonly answer: boolean; readonly send: boolean }): OrderAction[] {
  // Help that was asked for an alarm is called off there, all of it.
  const withdraw: OrderAction[] = may.send && order.alarmId === null && OPEN_ORDER_STATES.includes(order.state) ? ['withdraw'] : [];
  return [...(may.answer ? ANSWERS[order.state] : []), ...withdraw];
}

/** Open orders, those that run out first, then the oldest; after them what is over, the newest first. */
export function orderRows(orders: Iterable<Order>): { readonly open: Order[]; readonly over: Order[] } {
  const all = [...orders];
  const isOpen = ({ state }: Order) => OPEN_ORDER_STATES.includes(state);
  const runsOut = ({ state, acceptBy }: Order) => (state === 'sent' || state === 'received' ? (acceptBy ?? Number.MAX_SAFE_INTEGER) : Number.MAX_SAFE_INTEGER);
  return {
    open: all.filter(isOpen).toSorted((a, b) => runsOut(a) - runsOut(b) || a.sentAt - b.sentAt || a.orderId.localeCompare(b.orderId)),
    over: all.filter((order) => !isOpen(order)).toSorted((a, b) => b.sentAt - a.sentAt || a.orderId.localeCompare(b.orderId)),
  };
}
