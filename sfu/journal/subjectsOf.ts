import type { OperationId } from '#protocol/nouns/ids.ts';
import type { HallState } from '#domain/hallState/hallState.ts';

/** Everything in the hall whose history is the operation's, too. */
export function subjectsOf(state: HallState, operationId: OperationId): string[] {
  const isOf = (object: { readonly operationId: OperationId | null }) => object.operationId === operationId;
  const alarms = state.alarms.filter(isOf);
  const orders = state.orders.filter((order) => isOf(order) || (order.alarmId !== null && alarms.has(order.alarmId)));
  const instructions = state.instructions.filter((instruction) => isOf(instruction) || (instruction.alarmId !== null && alarms.has(instruction.alarmId)));
  const calls = [...alarms.values()].flatMap(({ callId }) => callId ?? []);
  return [
    `operation/${operationId}`,
    `journal/${operationId}`,
    ...[...state.steps.filter(isOf).keys()].map((id) => `step/${id}`),
    ...[...state.parties.filter(isOf).keys()].map((id) => `party/${id}`),
    ...[...alarms.keys()].map((id) => `alarm/${id}`),
    ...[...orders.keys()].map((id) => `order/${id}`),
    ...[...instructions.keys()].map((id) => `instruction/${id}`),
    ...calls.map((id) => `call/${id}`),
  ];
}
