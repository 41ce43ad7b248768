import { AppError } from '#protocol/errors.ts';
import type { Order } from '#protocol/alarms/orders.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { OrderId } from '#protocol/nouns/ids.ts';
import { sees } from '../access/viewer.ts';
import { isOpen } from '../alarms/alarmEvent.ts';
import type { Decision, NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { orderDecision, orderEvent, orderIn, queueOf, toldToAlarm } from './orderEvent.ts';
import { orderNumber } from './orderNumber.ts';

type Of<Name extends 'order.receive' | 'order.accept' | 'order.refuse' | 'order.arrive' | 'order.finish'> = Omit<RequestData<Name>, 'commandId'>;
type Answer = { order: Order };
/** For the order to the next court, where there is one. */
type Next = { readonly at: number; readonly nextOrderId: OrderId };

/** Errors: notFound, conflict, orderOver. */
export function receiveOrder(state: HallState, input: Of<'order.receive'>): Decision<Answer> {
  const order = orderIn(state, input, ['sent']);
  return orderDecision(order, [
    orderEvent(order, { name: 'order.received', data: {} }),
    ...toldToAlarm(state, order, { state: 'received', reason: null, queue: [...queueOf(state, order)] }),
  ]);
}

/** The units become committed; no other court is asked any more. Errors: notFound (order, unit), conflict, orderOver. */
export function acceptOrder(state: HallState, { unitIds, ...input }: Of<'order.accept'>): Decision<Answer> {
  const order = orderIn(state, input, ['sent', 'received']);
  const going = [...new Set(unitIds)];
  for (const unitId of going) {
    const unit = state.units.get(unitId);
    if (unit === undefined || unit.state === 'revoked' || !sees(order.courtCode, unit.courtCode)) {
      throw new AppError('notFound', { params: { what: 'unit' } });
    }
  }
  return orderDecision(order, [
    orderEvent(order, { name: 'order.accepted', data: { unitIds: going } }),
    ...toldToAlarm(state, order, { state: 'accepted', reason: null, queue: [] }),
  ]);
}

/** The next court is asked at once. Errors: notFound, conflict, orderOver. */
export function refuseOrder(state: HallState, { reason, ...input }: Of<'order.refuse'>, next: Next): Decision<Answer> {
  const order = orderIn(state, input, ['sent', 'received']);
  return orderDecision(order, [orderEvent(order, { name: 'order.refused', data: { reason } }), ...wentOn(state, order, { state: 'refused', reason, ...next })]);
}

/** Nobody accepted it in time: the next court is asked. Nothing happens before that, and to an order that was answered. */
export function lapseOrder(state: HallState, orderId: OrderId, next: Next): Decision<null> {
  const order = state.orders.get(orderId);
  const isDue = order !== undefined && (order.state === 'sent' || order.state === 'received') && (order.acceptBy ?? Infinity) <= next.at;
  const events = isDue ? [orderEvent(order, { name: 'order.lapsed', data: {} }), ...wentOn(state, order, { state: 'lapsed', reason: null, ...next })] : [];
  return { events, answer: () => null };
}

/** Errors: notFound, conflict, orderOver. */
export function arriveOrder(state: HallState, input: Of<'order.arrive'>): Decision<Answer> {
  const order = orderIn(state, input, ['accepted']);
  return orderDecision(order, [orderEvent(order, { name: 'order.arrived', data: {} }), ...toldToAlarm(state, order, { state: 'arrived', reason: null, queue: [] })]);
}

/** Errors: notFound, conflict, orderOver. */
export function finishOrder(state: HallState, { report, ...input }: Of<'order.finish'>): Decision<Answer> {
  const order = orderIn(state, input, ['accepted', 'arrived']);
  return orderDecision(order, [orderEvent(order, { name: 'order.done', data: { report } }), ...toldToAlarm(state, order, { state: 'done', reason: report, queue: [] })]);
}

/** Tells the alarm, and sends the same order to the next in its queue. */
function wentOn(state: HallState, order: Order, { state: came, reason, at, nextOrderId }: Next & { readonly state: 'refused' | 'lapsed'; readonly reason: string | null }): NewEvent[] {
  const queue = [...queueOf(state, order)];
  const told = toldToAlarm(state, order, { state: came, reason, queue });
  const alarm = order.alarmId === null ? undefined : state.alarms.get(order.alarmId);
  const [toCourtCode, ...later] = queue;
  if (toCourtCode === undefined || alarm === undefined || alarm.help === null || !isOpen(alarm)) {
    return told;
  }
  const { fromCourtCode, fromCourtName, fromName, alarmId, operationId, severity, text } = order;
  const facts = { fromCourtCode, fromCourtName, fromName, alarmId, operationId, severity, text };
  const data = { ...facts, place: alarm.place, number: orderNumber(state, { fromCourtCode, at }), acceptBy: at + alarm.help.acceptWithinMs };
  const next = orderEvent({ orderId: nextOrderId, courtCode: toCourtCode }, { name: 'order.sent', data });
  return [...told, next, ...toldToAlarm(state, { ...order, orderId: nextOrderId, courtCode: toCourtCode }, { state: 'sent', reason: null, queue: later })];
}
