import type { HallState } from '#domain/hallState/hallState.ts';
import type { OperationId } from '#protocol/nouns/ids.ts';

/** Whether what happened to this subject belongs into the operation's journal: what the hall answers, of what arrives live. */
export function isOfOperation(subject: string, { log, operationId }: { readonly log: HallState; readonly operationId: OperationId }): boolean {
  const slash = subject.indexOf('/');
  const [noun, id] = [subject.slice(0, slash), subject.slice(slash + 1)];
  const ofAlarm = (alarmId: string) => log.alarms.get(alarmId as never)?.operationId === operationId;
  switch (noun) {
    case 'operation':
    case 'journal':
      return id === operationId;
    case 'step':
      return log.steps.get(id as never)?.operationId === operationId;
    case 'party':
      return log.parties.get(id as never)?.operationId === operationId;
    case 'alarm':
      return ofAlarm(id);
    case 'order': {
      const order = log.orders.get(id as never);
      return order?.operationId === operationId || ofAlarm(order?.alarmId ?? '');
    }
    case 'call':
      return log.alarms.some((alarm) => alarm.callId === id && alarm.operationId === operationId);
    default:
      return false;
  }
}
