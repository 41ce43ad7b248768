import { AppError } from '#protocol/errors.ts';
import { type Order, OPEN_ORDER_STATES } from '#protocol/alarms/orders.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { OrderId } from '#protocol/nouns/ids.ts';
import { sees } from '../access/viewer.ts';
import type { Sender } from '../alarms/helpOrders.ts';
import { courtName } from '../courts/courtName.ts';
import { found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { isOpenOrder, orderDecision, orderEvent, orderIn, toldToAlarm } from './orderEvent.ts';
import { isCountedFrom, orderNumber } from './orderNumber.ts';

type Of<Name extends 'order.send' | 'order.withdraw'> = Omit<RequestData<Name>, 'commandId'>;
type Answer = { order: Order };

/** So long after its end it is still on the desks, ms. */
export const ARCHIVE_AFTER_MS = 7 * 86_400_000;

/** Errors: notFound (court). */
export function sendOrder(state: HallState, { courtCode, acceptWithinMs, ...facts }: Of<'order.send'>, { sender, orderId, at }: { readonly sender: Sender; readonly orderId: OrderId; readonly at: number }): Decision<Answer> {
  found(state.courts.get(courtCode), 'court');
  const data = {
    ...facts,
    number: orderNumber(state, { fromCourtCode: sender.courtCode, at }),
    fromCourtCode: sender.courtCode,
    fromCourtName: courtName(state.courts, sender.courtCode),
    fromName: sender.name,
    alarmId: null,
    acceptBy: acceptWithinMs === null ? null : at + acceptWithinMs,
  };
  return orderDecision({ orderId }, [orderEvent({ orderId, courtCode }, { name: 'order.sent', data })]);
}

/** By the court that sent it or one above; nobody else is asked instead. Errors: notFound, conflict, orderOver, forbidden. */
export function withdrawOrder(state: HallState, { reason, ...input }: Of<'order.withdraw'>, sender: Pick<Sender, 'courtCode'>): Decision<Answer> {
  const order = orderIn(state, input, OPEN_ORDER_STATES);
  if (!sees(sender.courtCode, order.fromCourtCode)) {
    throw new AppError('forbidden');
  }
  return orderDecision(order, [orderEvent(order, { name: 'order.withdrawn', data: { reason } }), ...toldToAlarm(state, order, { state: 'withdrawn', reason, queue: [] })]);
}

/** The last one of a court and year stays: the next number is counted from it. */
export function isToArchive(state: HallState, order: Order, at: number): boolean {
  const lastAt = order.steps.at(-1)?.at ?? order.sentAt;
  return !isOpenOrder(order) && lastAt + ARCHIVE_AFTER_MS <= at && !isCountedFrom(state, order, at);
}
