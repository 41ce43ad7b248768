import { AppError } from '#protocol/errors.ts';
import type { PartnerId, TaskId } from '#protocol/nouns/ids.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { expectVersion, found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { flowOf, stateIn } from '../tasks/flow/flowOf.ts';
import { courtOfEnd } from '../tasks/flow/sides.ts';
import { endOfPartner } from './seenByPartner.ts';

type Talk = { readonly taskId: TaskId; readonly expectedVersion: number; readonly withName: string; readonly words: string };

/** 沟通记录 of the other province's side. Errors: notFound, conflict, taskStepOver. */
export function talkOfPartner(state: HallState, { taskId, expectedVersion, withName, words }: Talk, { partnerId, book }: { readonly partnerId: PartnerId; readonly book: Pick<RuleBook, 'flows'> }): Decision<{ task: Task }> {
  const task = found(state.tasks.get(taskId), 'task');
  const flow = flowOf(book, task);
  const side = found(endOfPartner(task, flow, partnerId) ?? undefined, 'task');
  expectVersion(task, expectedVersion);
  if (task.over) {
    throw new AppError('taskStepOver', { params: { state: stateIn(flow, task.state).name } });
  }
  const courtCode = found(courtOfEnd(task[side === 'from' ? 'to' : 'from']) ?? undefined, 'court');
  return { events: [{ name: 'task.talked', subject: `task/${taskId}`, courtCode, data: { side, withName, words } }], answer: (after) => ({ task: found(after.tasks.get(taskId), 'task') }) };
}
