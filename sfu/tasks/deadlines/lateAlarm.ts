import type { HallState } from '#domain/hallState/hallState.ts';
import type { TaskTelling } from '#domain/tasks/clocks/taskDeadlines.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import type { Happening } from '../../ports/alarms.ts';
import { derivedCommandId } from '../../ports/derivedCommandId.ts';

/** An urgent task whose time is over, as an alarm of the court whose move it is; the same one however often it is made. */
export function lateAlarm({ taskId, flowId, number, title, operationId }: Task, { courtCode, data: { clockId, dueAt } }: TaskTelling, { state, book: { flows } }: { readonly state: HallState; readonly book: Pick<RuleBook, 'flows'> }): Happening {
  // A task may outlive its operation.
  const operation = operationId === null ? undefined : state.operations.get(operationId);
  const flow = flows.find(({ id }) => id === flowId);
  const clockName = flow?.clocks.find(({ id }) => id === clockId)?.name ?? clockId;
  return {
    courtCode,
    commandId: derivedCommandId('task.late', taskId, clockId, dueAt),
    kind: 'clock',
    severity: 'warning',
    unitId: null,
    operationId: operation?.operationId ?? null,
    stepId: null,
    fenceId: null,
    callId: null,
    place: operation?.place ?? { name: '', position: null },
    reference: null,
    text: `紧急${flow?.name ?? ''}${number ?? ''}「${title}」${clockName}已到期`,
    occurredAt: dueAt,
  };
}
