import type { CallId } from '#protocol/nouns/ids.ts';
import { alarmEvent } from '#domain/alarms/alarmEvent.ts';
import { isToArchive as isOldAlarm } from '#domain/alarms/decideAlarm.ts';
import { callEvent, isToArchive as isOldCall } from '#domain/calls/decideCall.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { isToArchive as isOldOrder } from '#domain/orders/decideOrder.ts';
import { orderEvent } from '#domain/orders/orderEvent.ts';
import type { HallLog } from '../../ports/log.ts';

/** Long over, they leave the desks and stay in the log; with a call goes who called. */
export async function archive(log: Pick<HallLog, 'state' | 'execute'>, now: number): Promise<void> {
  if (toArchive(log.state, now).length === 0) {
    return;
  }
  let callIds: CallId[] = [];
  await log.execute({
    commandId: null,
    name: 'alarm.archive',
    input: {},
    actor: { kind: 'hall' },
    via: null,
    decide: (state, at) => {
      callIds = [...state.calls.values()].filter((call) => isOldCall(state, call, at)).map(({ callId }) => callId);
      return { events: toArchive(state, at), answer: () => null };
    },
    also: ({ callers }) => callers.erase(callIds),
  });
}

function toArchive(state: HallState, at: number): NewEvent[] {
  return [
    ...[...state.alarms.values()].filter((alarm) => isOldAlarm(alarm, at)).map((alarm) => alarmEvent(alarm, { name: 'alarm.archived', data: {} })),
    ...[...state.orders.values()].filter((order) => isOldOrder(state, order, at)).map((order) => orderEvent(order, { name: 'order.archived', data: {} })),
    ...[...state.calls.values()].filter((call) => isOldCall(state, call, at)).map((call) => callEvent(call, { name: 'call.archived', data: {} })),
  ].toSorted((left, right) => (left.subject < right.subject ? -1 : 1));
}
