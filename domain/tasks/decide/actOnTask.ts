import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { EventData } from '#protocol/events.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Flow, FlowStep, Side } from '#protocol/tasks/flows.ts';
import type { Task, TaskDocument, TaskPerson } from '#protocol/tasks/tasks.ts';
import { CAPABILITIES_OF_ROLE } from '../../access/roles.ts';
import { expectVersion, found, type Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { flowOf, itemOf, stateIn } from '../flow/flowOf.ts';
import { courtOfSide } from '../flow/sides.ts';
import { stepForHall, stepsFor, stepsForPartner, stepsFrom, type OpenStep } from '../flow/stepsFor.ts';
import { nextTaskNumber } from '../taskNumber.ts';
import { checkForm, destination } from './checkContent.ts';
import { stamped, taskDecision, taskEvent, type TaskActor, type TaskContext } from './taskEvent.ts';

type Act = Omit<RequestData<'task.act'>, 'commandId'>;
type Stepped = EventData<'task.stepped'>;

/**
 * A step of the task's flow. A signature is checked before by whoever has the keys; that it is there is checked here.
 * Errors: notFound, conflict, taskStepOver, forbidden, reasonNeeded, signatureNeeded, papersMissing, badForm, badDestination, talkFirst, countersignOpen.
 */
export function actOnTask(state: HallState, act: Act, context: TaskContext): Decision<{ task: Task }> {
  const task = found(state.tasks.get(act.taskId), 'task');
  expectVersion(task, act.expectedVersion);
  const flow = flowOf(context.book, task);
  const open = openStep({ task, flow, act, by: context.by });
  const data = stepData(state, { task, flow, act, open, context });
  return taskDecision(task.taskId, [taskEvent(task.taskId, actingCourt(task, open.side, context.by), { name: 'task.stepped', data })]);
}

function openStep({ task, flow, act, by }: { readonly task: Task; readonly flow: Flow; readonly act: Act; readonly by: TaskActor }): OpenStep {
  const open = openSteps(task, flow, by, act.step).find(({ step, onBehalfOf }) => step.id === act.step && (onBehalfOf?.userId ?? null) === act.onBehalfOf);
  if (open !== undefined) {
    return open;
  }
  if (!flow.steps.some(({ id }) => id === act.step)) {
    throw new AppError('badRule', { params: { id: act.step } });
  }
  throw stepsFrom(flow, task).some(({ id }) => id === act.step) ? new AppError('forbidden') : new AppError('taskStepOver', { params: { state: stateIn(flow, task.state).name } });
}

function openSteps(task: Task, flow: Flow, by: TaskActor, stepId: string): OpenStep[] {
  switch (by.kind) {
    case 'person': return stepsFor({ task, flow, ...by });
    case 'partner': return stepsForPartner({ task, flow, partnerId: by.partnerId });
    case 'hall': {
      const step = stepForHall({ task, flow, stepId });
      return step === null ? [] : [step];
    }
  }
}

/** The partner's and the hall's doing is told in the court of this hall that it concerns. */
function actingCourt(task: Task, side: Side, by: TaskActor): CourtCode {
  const holder = by.kind === 'person' ? by.person.courtCode : (courtOfSide(task, side) ?? courtOfSide(task, 'from') ?? courtOfSide(task, 'to'));
  return found(holder ?? undefined, 'court');
}

type Deciding = { readonly task: Task; readonly flow: Flow; readonly act: Act; readonly open: OpenStep; readonly context: TaskContext };

/** What the step comes to. Errors: as for actOnTask, but for those of who may take it. */
export function stepData(state: HallState, { task, flow, act, open: { step, side, onBehalfOf }, context }: Deciding): Stepped {
  const { by, at, book } = context;
  check(task, act, step, by);
  const documents = stamped(act.documents, { side, byName: by.kind === 'person' ? by.person.name : nameOfSide(task, side), at, present: task.documents });
  checkPapers(task, documents, step, book);
  if (step.results) checkForm(flow.results, act.result ?? {}, { at, caseTypes: book.caseTypes });
  const target = stateIn(flow, step.back ? (task.stateBefore ?? task.state) : (step.to ?? task.state));
  return {
    step: step.id,
    stepName: step.name,
    state: target.id,
    stateName: target.name,
    over: target.over,
    side,
    onBehalfOf,
    words: act.words,
    count: step.days !== undefined || step.stars ? act.count : null,
    number: step.numbers && task.number === null ? nextTaskNumber(state, { task, mark: flow.mark, at }) : null,
    assignee: step.assignee ? assigneeOf(state, task, act, side, by) : null,
    to: step.court ? otherCourt(state, task, flow, act) : null,
    grantedDays: step.kind === 'grant' ? act.count : null,
    result: step.results ? act.result : null,
    documents,
    signature: act.signature,
  };
}

function check(task: Task, act: Act, step: FlowStep, by: TaskActor): void {
  if (step.reason === 'required' && act.words === null && by.kind !== 'hall') {
    throw new AppError('reasonNeeded');
  }
  if (step.signature && act.signature === null && by.kind === 'person') {
    throw new AppError('signatureNeeded');
  }
  if (step.kind === 'approve' && task.countersigns.some(({ answeredAt }) => answeredAt === null)) {
    throw new AppError('countersignOpen', { params: { names: task.countersigns.filter(({ answeredAt }) => answeredAt === null).map(({ name }) => name).join('、') } });
  }
  const { days } = step;
  if (days !== undefined && !isWhole(act.count, days.min, days.max)) {
    throw new AppError('badForm', { params: { field: '天数', problem: 'range', count: 1 } });
  }
  if (step.stars && !isWhole(act.count, 1, 5)) {
    throw new AppError('badForm', { params: { field: '星级', problem: 'range', count: 1 } });
  }
  if (step.afterTalk && !task.history.some(({ what, at }) => what === 'talked' && at >= lastSentAt(task))) {
    throw new AppError('talkFirst');
  }
}

function isWhole(count: number | null, min: number, max: number): boolean {
  return count !== null && Number.isInteger(count) && count >= min && count <= max;
}

/** A talk from before it changed hands counts for nothing. */
function lastSentAt({ history }: Task): number {
  return history.findLast(({ side, what }) => side === 'from' && what !== 'talked' && what !== 'urged' && what !== 'documented')?.at ?? 0;
}

function checkPapers(task: Task, brought: readonly TaskDocument[], step: FlowStep, book: TaskContext['book']): void {
  const here = new Set([...task.documents, ...brought].map(({ paperId }) => paperId));
  const needed = [...step.papers, ...(step.itemPapers ? itemOf(book, task).papers.filter(({ required }) => required).map(({ paperId }) => paperId) : [])];
  const missing = [...new Set(needed)].filter((paperId) => !here.has(paperId));
  if (missing.length > 0) {
    throw new AppError('taskPapersMissing', { params: { missing: missing.map((paperId) => book.papers.find(({ id }) => id === paperId)?.name ?? paperId).join('、') } });
  }
}

/** Errors: notFound. */
function assigneeOf(state: HallState, task: Task, { assigneeId }: Act, side: Side, by: TaskActor): TaskPerson | null {
  if (by.kind !== 'person') {
    return null;
  }
  const user = assigneeId === null ? undefined : state.users.get(assigneeId);
  const works = user?.state === 'active' && user.courtCode === courtOfSide(task, side) && user.roles.some((role) => CAPABILITIES_OF_ROLE[role].includes('tasks.handle'));
  return found(works ? { userId: user.userId, name: user.name } : undefined, 'user');
}

/** Errors: badDestination. */
function otherCourt(state: HallState, task: Task, flow: Flow, { to }: Act): Task['to'] {
  if (to === null || to.kind !== 'court' || (task.to.kind === 'court' && task.to.courtCode === to.courtCode)) {
    throw new AppError('badDestination');
  }
  return destination(state, to, { flow, from: task.from });
}

function nameOfSide(task: Task, side: Side): string {
  return side === 'from' || side === 'to' ? task[side].courtName : '';
}
