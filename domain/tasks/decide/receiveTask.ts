import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { PartnerId, TaskId } from '#protocol/nouns/ids.ts';
import type { Flow, FlowStep } from '#protocol/tasks/flows.ts';
import type { Task, TaskEnd } from '#protocol/tasks/tasks.ts';
import { found, type Decision } from '../../decision/decision.ts';
import type { EventOf } from '../../hallState/fold.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { speaksFor } from '../../partners/decidePartner.ts';
import { foldTask } from '../foldTask.ts';
import { holds } from '../flow/conditions.ts';
import { flowOf, stateIn } from '../flow/flowOf.ts';
import { stepData } from './actOnTask.ts';
import { createTask, type KeptForm } from './createTask.ts';
import { taskDecision, taskEvent, type TaskContext } from './taskEvent.ts';

const NOTHING = { words: null, count: null, assigneeId: null, to: null, result: null, documents: [], signature: null, onBehalfOf: null };

type Received = TaskContext & { readonly by: { readonly kind: 'partner'; readonly partnerId: PartnerId }; readonly taskId: TaskId; readonly kept: KeptForm; readonly from: TaskEnd };

/**
 * One that another province's centre sends: what it had to decide on its own side it has decided there, so the task arrives with the
 * step that brings it to the receiving court. Errors: as for createTask; taskPapersMissing; badDestination (a court it does not speak for).
 */
export function receiveTask(state: HallState, input: Omit<RequestData<'task.create'>, 'commandId'>, context: Received): Decision<{ task: Task }> {
  const { taskId, from, by, at, book } = context;
  if (from.kind !== 'outside' || from.partnerId !== by.partnerId || !speaksFor(state, from)) {
    throw new AppError('badDestination');
  }
  const created = found(createTask(state, input, context).events[0], 'task');
  const task = found(foldTask(state.tasks, { ...created, sequence: 1, at, version: 1, actor: { kind: 'hall' } } as EventOf<'task'>).get(taskId), 'task');
  const flow = flowOf(book, task);
  const step = arrivalOf(flow, task);
  const data = stepData(state, { task, flow, act: { ...NOTHING, taskId, expectedVersion: 1, step: step.id }, open: { step, side: 'from', onBehalfOf: null }, context });
  return taskDecision(taskId, [created, taskEvent(taskId, created.courtCode, { name: 'task.stepped', data })]);
}

/** The step that hands it over: the first, on the sender's ways through the flow, after which it is the receiver's move. Errors: badDestination. */
function arrivalOf(flow: Flow, task: Task): FlowStep {
  const seen = new Set([flow.start]);
  for (const state of seen) {
    for (const step of flow.steps) {
      if (step.to === null || !step.from.includes(state) || !holds(step.when, task) || step.by.every(({ side }) => side === 'to' || side === 'hall')) continue;
      const { holder, over } = stateIn(flow, step.to);
      if (holder === 'to' && !over) return step;
      if (!over) seen.add(step.to);
    }
  }
  throw new AppError('badDestination');
}
