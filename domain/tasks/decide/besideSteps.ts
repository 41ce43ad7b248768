import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { Side } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { CAPABILITIES_OF_ROLE } from '../../access/roles.ts';
import { sees } from '../../access/viewer.ts';
import { expectVersion, found, type Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { flowOf, stateIn } from '../flow/flowOf.ts';
import { courtOfEnd } from '../flow/sides.ts';
import { stepsFor, type Performing } from '../flow/stepsFor.ts';
import { stamped, taskDecision, taskEvent, type TaskContext } from './taskEvent.ts';

type Name = 'task.addDocuments' | 'task.talk' | 'task.urge' | 'task.progress' | 'task.askCountersign' | 'task.countersign';
type Of<Asked extends Name> = Omit<RequestData<Asked>, 'commandId'>;
type Context = Pick<TaskContext, 'book' | 'at'> & { readonly person: Performing; readonly deputyOf: readonly Performing[] };

/** Papers into the dossier, by people of either end while it is not over. Errors: notFound, conflict, forbidden, taskStepOver. */
export function addDocuments(state: HallState, input: Of<'task.addDocuments'>, { book, person, at }: Context): Decision<{ task: Task }> {
  const task = openTask(state, input, book);
  const side = endOfPerson(task, person);
  const documents = stamped(input.documents, { side, byName: person.name, at, present: task.documents });
  return taskDecision(task.taskId, documents.length === 0 ? [] : [taskEvent(task.taskId, person.courtCode, { name: 'task.documented', data: { side, documents } })]);
}

/** 沟通记录. Errors: notFound, conflict, forbidden, taskStepOver. */
export function noteTalk(state: HallState, input: Of<'task.talk'>, { book, person }: Context): Decision<{ task: Task }> {
  const task = openTask(state, input, book);
  const { withName, words } = input;
  return taskDecision(task.taskId, [taskEvent(task.taskId, person.courtCode, { name: 'task.talked', data: { side: endOfPerson(task, person), withName, words } })]);
}

/** 催办, by the sending court or one above either end. Errors: notFound, conflict, forbidden, taskStepOver. */
export function urge(state: HallState, input: Of<'task.urge'>, { book, person }: Context): Decision<{ task: Task }> {
  const task = openTask(state, input, book);
  const [from, to] = [courtOfEnd(task.from), courtOfEnd(task.to)];
  const isAbove = [from, to].some((court) => court !== null && court !== person.courtCode && sees(person.courtCode, court));
  if (from !== person.courtCode && !isAbove) {
    throw new AppError('forbidden');
  }
  return taskDecision(task.taskId, [taskEvent(task.taskId, person.courtCode, { name: 'task.urged', data: { side: from === person.courtCode ? 'from' : 'upper', words: input.words } })]);
}

/** By the assignee. Errors: notFound, conflict, forbidden, taskStepOver. */
export function noteProgress(state: HallState, input: Of<'task.progress'>, { book, person }: Context): Decision<{ task: Task }> {
  const task = openTask(state, input, book);
  if (task.assignee?.userId !== person.userId) {
    throw new AppError('forbidden');
  }
  return taskDecision(task.taskId, [taskEvent(task.taskId, person.courtCode, { name: 'task.progressed', data: { percent: input.percent, words: input.words } })]);
}

/** By whoever may approve it now, of colleagues of their court who may approve as well. Errors: notFound, conflict, forbidden, taskStepOver. */
export function askCountersign(state: HallState, input: Of<'task.askCountersign'>, { book, person, deputyOf }: Context): Decision<{ task: Task }> {
  const task = openTask(state, input, book);
  const flow = flowOf(book, task);
  if (!stateIn(flow, task.state).approval) {
    throw new AppError('taskStepOver', { params: { state: stateIn(flow, task.state).name } });
  }
  if (!stepsFor({ task, flow, person, deputyOf }).some(({ step }) => step.kind === 'approve')) {
    throw new AppError('forbidden');
  }
  const people = [...new Set(input.userIds)].map((userId) => {
    const user = state.users.get(userId);
    const may = user?.state === 'active' && user.courtCode === person.courtCode && userId !== person.userId && user.roles.some((role) => CAPABILITIES_OF_ROLE[role].includes('tasks.approve'));
    const { name } = found(may ? user : undefined, 'user');
    return { userId, name };
  });
  return taskDecision(task.taskId, [taskEvent(task.taskId, person.courtCode, { name: 'task.countersignAsked', data: { people, words: input.words } })]);
}

/** By somebody who was asked, once. Errors: notFound, conflict, forbidden, signatureNeeded, taskStepOver. */
export function countersign(state: HallState, input: Of<'task.countersign'>, { book, person }: Context): Decision<{ task: Task }> {
  const task = openTask(state, input, book);
  if (!task.countersigns.some(({ userId, answeredAt }) => userId === person.userId && answeredAt === null)) {
    throw new AppError('forbidden');
  }
  if (input.signature === null && flowOf(book, task).steps.some(({ kind, from, signature }) => kind === 'approve' && signature && from.includes(task.state))) {
    throw new AppError('signatureNeeded');
  }
  const { agrees, words, signature } = input;
  return taskDecision(task.taskId, [taskEvent(task.taskId, person.courtCode, { name: 'task.countersigned', data: { agrees, words, signature } })]);
}

/** Errors: notFound, conflict, taskStepOver. */
function openTask(state: HallState, { taskId, expectedVersion }: Pick<Of<'task.urge'>, 'taskId' | 'expectedVersion'>, book: TaskContext['book']): Task {
  const task = found(state.tasks.get(taskId), 'task');
  expectVersion(task, expectedVersion);
  if (task.over) {
    throw new AppError('taskStepOver', { params: { state: stateIn(flowOf(book, task), task.state).name } });
  }
  return task;
}

/** Errors: forbidden. */
function endOfPerson(task: Task, { courtCode }: Performing): Side {
  if (courtOfEnd(task.to) === courtCode) return 'to';
  if (courtOfEnd(task.from) === courtCode) return 'from';
  throw new AppError('forbidden');
}
