import { AppError } from '#protocol/errors.ts';
import type { EventData } from '#protocol/events.ts';
import { type Order, OPEN_ORDER_STATES, type OrderState } from '#protocol/alarms/orders.ts';
import type { CourtCode, OrderId } from '#protocol/nouns/ids.ts';
import { alarmEvent, isOpen } from '../alarms/alarmEvent.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

type Change = Extract<NewEvent, { name: `order.${string}` }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;

export function orderEvent({ orderId, courtCode }: Pick<Order, 'orderId' | 'courtCode'>, change: Change): NewEvent {
  return { ...change, subject: `order/${orderId}`, courtCode };
}

/** Whether it is still somebody's to do. */
export function isOpenOrder({ state }: Pick<Order, 'state'>): boolean {
  return OPEN_ORDER_STATES.includes(state);
}

/** Errors: notFound, conflict, orderOver (it is in none of these states). */
export function orderIn(state: HallState, { orderId, expectedVersion }: { readonly orderId: OrderId; readonly expectedVersion: number }, states: readonly OrderState[]): Order {
  const order = found(state.orders.get(orderId), 'order');
  expectVersion(order, expectedVersion);
  if (!states.includes(order.state)) {
    throw new AppError('orderOver');
  }
  return order;
}

/** The courts that would be asked after this one. */
export function queueOf(state: HallState, { alarmId }: Pick<Order, 'alarmId'>): readonly CourtCode[] {
  return (alarmId === null ? undefined : state.alarms.get(alarmId))?.help?.queue ?? [];
}

/** What the alarm is told, if the order is one of an alarm. */
export function toldToAlarm(state: HallState, { orderId, courtCode, alarmId }: Order, change: Pick<EventData<'alarm.helpChanged'>, 'state' | 'reason' | 'queue'>): NewEvent[] {
  const alarm = alarmId === null ? undefined : state.alarms.get(alarmId);
  return alarm === undefined || alarm.help === null || !isOpen(alarm) ? [] : [alarmEvent(alarm, { name: 'alarm.helpChanged', data: { orderId, toCourtCode: courtCode, ...change } })];
}

export function orderDecision({ orderId }: Pick<Order, 'orderId'>, events: readonly NewEvent[]): Decision<{ order: Order }> {
  return { events, answer: (after) => ({ order: found(after.orders.get(orderId), 'order') }) };
}
