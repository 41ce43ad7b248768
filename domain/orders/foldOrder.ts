import type { Map as PersistentMap } from 'immutable';
import type { Order, OrderState } from '#protocol/alarms/orders.ts';
import type { OrderId } from '#protocol/nouns/ids.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Orders = PersistentMap<OrderId, Order>;

export function foldOrder(orders: Orders, event: EventOf<'order'>): Orders {
  const { courtCode, version, at } = event;
  const orderId = idOf(event.subject) as OrderId;
  if (event.name === 'order.sent') {
    const sent = { state: 'sent' as const, at, name: event.data.fromName, reason: null };
    return orders.set(orderId, { orderId, courtCode, ...event.data, sentAt: at, state: 'sent', unitIds: [], report: null, steps: [sent], version });
  }
  const before = orders.get(orderId);
  if (before === undefined) {
    return orders;
  }
  return event.name === 'order.archived' ? orders.delete(orderId) : orders.set(orderId, { ...before, ...changeOf(before, event), version });
}

function changeOf(before: Order, event: Exclude<EventOf<'order'>, { name: 'order.sent' | 'order.archived' }>): Partial<Order> {
  const cameTo = (state: OrderState, reason: string | null = null) => ({ state, steps: [...before.steps, { state, at: event.at, name: actorName(event.actor), reason }] });
  switch (event.name) {
    case 'order.received': return cameTo('received');
    case 'order.accepted': return { ...cameTo('accepted'), unitIds: event.data.unitIds };
    case 'order.refused': return cameTo('refused', event.data.reason);
    case 'order.lapsed': return cameTo('lapsed');
    case 'order.withdrawn': return cameTo('withdrawn', event.data.reason);
    case 'order.arrived': return cameTo('arrived');
    case 'order.done': return { ...cameTo('done'), report: event.data.report };
  }
}
