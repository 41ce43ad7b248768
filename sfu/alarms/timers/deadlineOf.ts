import type { AlarmId, CallId, OrderId } from '#protocol/nouns/ids.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { idOf } from '#domain/hallState/idOf.ts';

/** When something is to happen to this alarm, order or call of itself, ms since the epoch; null: never, as things stand. */
export function deadlineOf(state: HallState, subject: string): number | null {
  const id = idOf(subject);
  switch (subject.slice(0, subject.indexOf('/'))) {
    case 'alarm': return state.alarms.get(id as AlarmId)?.escalatesAt ?? null;
    case 'order': {
      const order = state.orders.get(id as OrderId);
      return order?.state === 'sent' || order?.state === 'received' ? order.acceptBy : null;
    }
    case 'call': {
      const call = state.calls.get(id as CallId);
      if (call === undefined || call.calledBack !== null) {
        return null;
      }
      return call.triage === null ? call.triageBy : call.callBackBy;
    }
    default: return null;
  }
}

/** Everything that may have a deadline. */
export function* subjectsWithDeadlines(state: HallState): Generator<string> {
  for (const alarmId of state.alarms.keys()) {
    yield `alarm/${alarmId}`;
  }
  for (const orderId of state.orders.keys()) {
    yield `order/${orderId}`;
  }
  for (const callId of state.calls.keys()) {
    yield `call/${callId}`;
  }
}
