import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode, TaskId } from '#protocol/nouns/ids.ts';
import type { FormValues, Task, TaskEnd } from '#protocol/tasks/tasks.ts';
import { courtName } from '../../courts/courtName.ts';
import { expectVersion, found, type Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { rowAt } from '../../rules/rowAt.ts';
import { flowOf, itemOf, stateIn } from '../flow/flowOf.ts';
import { courtOfSide } from '../flow/sides.ts';
import type { Performing } from '../flow/stepsFor.ts';
import { checkContent, checkForm } from './checkContent.ts';
import { stamped, taskDecision, taskEvent, type TaskContext } from './taskEvent.ts';

/** A form whose personal values were taken out of it. */
export type KeptForm = { readonly form: FormValues; readonly personalHash: string | null };
type Of<Name extends 'task.create' | 'task.edit'> = Omit<RequestData<Name>, 'commandId'>;

/** Begins a task of the person's own court, or one that another province's centre sends. Errors: badRule, badForm, badCaseNumber, badDestination, forbidden, notFound. */
export function createTask(state: HallState, input: Of<'task.create'>, { taskId, kept, book, by, at, from }: TaskContext & { readonly taskId: TaskId; readonly kept: KeptForm; /** Of a partner's. */ readonly from?: TaskEnd }): Decision<{ task: Task }> {
  const { flowId, itemId, title, urgent, limitDays, operationId, contact } = input;
  const flow = flowOf(book, { flowId, createdAt: at });
  const item = itemOf(book, { flowId, itemId, createdAt: at });
  const sender: TaskEnd = by.kind === 'person' ? endOf(state, by.person.courtCode) : found(from, 'partner');
  if (by.kind === 'person' && !by.person.roles.some((role) => flow.authors.includes(role))) {
    throw new AppError('forbidden');
  }
  checkForm(item.fields, input.form, { at, caseTypes: book.caseTypes });
  const { to, caseNumber } = checkContent(state, input, { flow, from: sender, book, at });
  const author = by.kind === 'person' ? { userId: by.person.userId, name: by.person.name } : null;
  const documents = stamped(input.documents, { side: 'from', byName: author?.name ?? sender.courtName, at, present: [] });
  const data = { flowId, itemId, state: stateIn(flow, flow.start).id, from: sender, title, to, caseNumber, urgent, limitDays, ...kept, operationId, contact, author, documents };
  return taskDecision(taskId, [taskEvent(taskId, found(courtOfSide({ from: sender, to }, by.kind === 'person' ? 'from' : 'to') ?? undefined, 'court'), { name: 'task.created', data })]);
}

/** What is asked for, anew, by its author, while the state lets them. `kept.form` is the whole form, masked. Errors: as for createTask; taskStepOver, conflict. */
export function editTask(state: HallState, { taskId, expectedVersion, ...input }: Of<'task.edit'>, { kept, book, by, at }: TaskContext & { readonly kept: KeptForm }): Decision<{ task: Task }> {
  const task = found(state.tasks.get(taskId), 'task');
  expectVersion(task, expectedVersion);
  const flow = flowOf(book, task);
  if (by.kind !== 'person' || !isAuthor(task, by.person)) {
    throw new AppError('forbidden');
  }
  if (!stateIn(flow, task.state).editable) {
    throw new AppError('taskStepOver', { params: { state: stateIn(flow, task.state).name } });
  }
  const { title, urgent, limitDays, operationId, contact } = input;
  const { to, caseNumber } = checkContent(state, input, { flow, from: task.from, book, at });
  const present = task.documents.filter(({ documentId }) => input.documents.some((given) => given.documentId === documentId));
  const documents = [...present, ...stamped(input.documents, { side: 'from', byName: by.person.name, at, present })];
  return taskDecision(taskId, [taskEvent(taskId, by.person.courtCode, { name: 'task.edited', data: { title, to, caseNumber, urgent, limitDays, ...kept, operationId, contact, documents } })]);
}

/** The fields of what is asked for now. Errors: badRule. */
export function fieldsOf(book: TaskContext['book'], task: { readonly flowId: string; readonly itemId: string; readonly createdAt: number }) {
  return found(rowAt(book.items, task.itemId, task.createdAt), 'item').fields;
}

function isAuthor(task: Task, person: Performing): boolean {
  return task.author?.userId === person.userId;
}

function endOf(state: HallState, courtCode: CourtCode): TaskEnd {
  return { kind: 'court', courtCode, courtName: courtName(state.courts, courtCode) };
}
