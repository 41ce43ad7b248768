import { AppError } from '#protocol/errors.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { CourtCode, OrderId } from '#protocol/nouns/ids.ts';
import { courtName } from '../courts/courtName.ts';
import { found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { orderEvent } from '../orders/orderEvent.ts';
import { orderNumber } from '../orders/orderNumber.ts';
import { acknowledgement } from './decideAlarm.ts';
import { alarmAfter, alarmEvent, openAlarm, openHelp } from './alarmEvent.ts';

type Of<Name extends 'alarm.askHelp' | 'alarm.callOffHelp'> = Omit<RequestData<Name>, 'commandId'>;
type Answer = { alarm: Alarm };
/** In whose name it is ordered. */
export type Sender = { readonly courtCode: CourtCode; readonly name: string };

/** Sends the order to the first court; the others wait in the queue. Errors: notFound (alarm, court), conflict, alarmOver, helpUnderWay. */
export function askHelp(state: HallState, { alarmId, expectedVersion, toCourtCodes, text, acceptWithinMs }: Of<'alarm.askHelp'>, { sender, orderId, at }: { readonly sender: Sender; readonly orderId: OrderId; readonly at: number }): Decision<Answer> {
  const alarm = openAlarm(state, { alarmId, expectedVersion });
  if (openHelp(alarm).length > 0) {
    throw new AppError('helpUnderWay');
  }
  const queue = [...new Set(toCourtCodes)];
  for (const courtCode of queue) {
    found(state.courts.get(courtCode), 'court');
  }
  const [toCourtCode = alarm.courtCode, ...later] = queue;
  const sent = orderEvent({ orderId, courtCode: toCourtCode }, {
    name: 'order.sent',
    data: {
      number: orderNumber(state, { fromCourtCode: sender.courtCode, at }),
      fromCourtCode: sender.courtCode,
      fromCourtName: courtName(state.courts, sender.courtCode),
      fromName: sender.name,
      alarmId,
      operationId: alarm.operationId,
      severity: alarm.severity,
      place: alarm.place,
      text,
      acceptBy: at + acceptWithinMs,
    },
  });
  return {
    events: [
      ...acknowledgement(alarm),
      alarmEvent(alarm, { name: 'alarm.helpAsked', data: { queue, text, acceptWithinMs } }),
      sent,
      alarmEvent(alarm, { name: 'alarm.helpChanged', data: { orderId, toCourtCode, state: 'sent', reason: null, queue: later } }),
    ],
    answer: alarmAfter(alarmId),
  };
}

/** Withdraws what is under way and asks nobody else. Errors: notFound, conflict, alarmOver. */
export function callOffHelp(state: HallState, { alarmId, expectedVersion, reason }: Of<'alarm.callOffHelp'>): Decision<Answer> {
  const alarm = openAlarm(state, { alarmId, expectedVersion });
  const events = openHelp(alarm).flatMap(({ orderId, toCourtCode }) => [
    orderEvent({ orderId, courtCode: toCourtCode }, { name: 'order.withdrawn', data: { reason } }),
    alarmEvent(alarm, { name: 'alarm.helpChanged', data: { orderId, toCourtCode, state: 'withdrawn', reason, queue: [] } }),
  ]);
  return { events, answer: alarmAfter(alarmId) };
}
