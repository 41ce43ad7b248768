import { stepsFor, type Performing } from '#domain/tasks/flow/stepsFor.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import { holds } from '#domain/tasks/flow/conditions.ts';
import type { Flow, FlowStep } from '#protocol/tasks/flows.ts';
import type { TaskRow } from '#protocol/tasks/ledger.ts';
import type { TaskPerson } from '#protocol/tasks/tasks.ts';

type Named = Pick<TaskRow, 'taskId'>;

/** Where the hand goes on when this one is done or gone: to the next, at the end to the one before; null: none is left. */
export function besideRow<Row extends Named>(rows: readonly Row[], before: readonly Row[], taskId: string | null): Row | null {
  if (taskId === null) {
    return rows[0] ?? null;
  }
  const there = rows.find((row) => row.taskId === taskId);
  if (there !== undefined) {
    return there;
  }
  const left = new Map(rows.map((row) => [row.taskId as string, row]));
  const at = before.findIndex((row) => row.taskId === taskId);
  const following = before.slice(at + 1).find((row) => left.has(row.taskId)) ?? before.slice(0, Math.max(0, at)).findLast((row) => left.has(row.taskId));
  return following === undefined ? (rows[0] ?? null) : (left.get(following.taskId) ?? null);
}

/** So many rows on; it stops at the ends. */
export function movedRow<Row extends Named>(rows: readonly Row[], taskId: string | null, by: 1 | -1): Row | null {
  const at = rows.findIndex((row) => row.taskId === taskId);
  return rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))] ?? null;
}

/** The approving step through which several may go at once from this row's state; who may take it is asked of each. */
export function bulkStep(flows: readonly Flow[], row: Pick<TaskRow, 'flowId' | 'itemId' | 'state' | 'createdAt' | 'from' | 'to' | 'urgent'>): FlowStep | null {
  return rowAt(flows, row.flowId, row.createdAt)?.steps.find(({ kind, bulk, grave, from, when }) => kind === 'approve' && bulk && !grave && from.includes(row.state) && holds(when, row)) ?? null;
}

/** For whom alone this person may decide it; null: in their own right, or not at all. */
export function rowPrincipal(row: TaskRow, { flow, person, deputyOf }: { readonly flow: Flow; readonly person: Performing; readonly deputyOf: readonly Performing[] }): TaskPerson | null {
  const approvals = stepsFor({ task: row, flow, person, deputyOf }).filter(({ step }) => step.kind === 'approve');
  return approvals.some(({ onBehalfOf }) => onBehalfOf === null) ? null : (approvals[0]?.onBehalfOf ?? null);
}

export type RowTone = 'late' | 'amber' | 'plain';

export function rowTone({ dueAt, amberAt }: Pick<TaskRow, 'dueAt' | 'amberAt'>, at: number): RowTone {
  return dueAt !== null && at >= dueAt ? 'late' : amberAt !== null && at >= amberAt ? 'amber' : 'plain';
}
