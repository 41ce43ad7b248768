import { beijingDayOf } from '#domain/rules/beijingDay.ts';
import type { Calendar } from '#domain/rules/calendar.ts';
import { taskClocks, type TaskClock } from '#domain/tasks/clocks/taskClocks.ts';
import { flowOf, stateIn } from '#domain/tasks/flow/flowOf.ts';
import { courtOfSide } from '#domain/tasks/flow/sides.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Flow, FlowStep } from '#protocol/tasks/flows.ts';
import type { Task, TaskMoment } from '#protocol/tasks/tasks.ts';
import type { LedgerRow } from '../../ports/taskLedger.ts';

/** The line of a task, by the flow that it follows. */
export function ledgerRow(task: Task, { book, calendar }: { readonly book: Pick<RuleBook, 'flows'>; readonly calendar: Calendar }): LedgerRow {
  const flow = flowOf(book, task);
  const state = stateIn(flow, task.state);
  const clocks = taskClocks(task, flow, calendar);
  const running = clocks.filter(({ metAt, pausedAt }) => metAt === null && pausedAt === null).toSorted((one, other) => one.dueAt - other.dueAt)[0];
  const momentsOf = (kind: FlowStep['kind']) => task.history.filter(({ what }) => stepOf(flow, what)?.kind === kind);
  const sentAt = task.history.find(({ what }) => stepOf(flow, what)?.numbers === true)?.at ?? null;
  const { taskId, flowId, itemId, number, title, caseNumber, from, to, author, assignee, over, urgent, progress, createdAt, stateSince, overAt, version } = task;
  return {
    taskId, flowId, itemId, number, title, caseNumber, from, to, author, assignee, over, urgent, progress, createdAt, stateSince, overAt, version,
    state: state.id,
    tone: state.tone,
    approval: state.approval,
    holderCourtCode: state.holder === null ? null : courtOfSide(task, state.holder),
    changedAt: task.history.at(-1)?.at ?? createdAt,
    sentAt,
    receivedAt: momentsOf('receive')[0]?.at ?? null,
    dueAt: running?.dueAt ?? null,
    amberAt: running?.amberAt ?? null,
    clockId: running?.clockId ?? null,
    onTime: over ? wasOnTime(clocks) : null,
    isDone: over && state.tone === 'done',
    isReturned: momentsOf('return').some((moment) => isEnd(flow, moment)),
    complaints: momentsOf('complain').length,
    stars: momentsOf('rate').at(-1)?.count ?? null,
    workdays: overAt === null || sentAt === null ? null : workdaysBetween(sentAt, overAt, calendar),
  };
}

function stepOf(flow: Flow, what: string): FlowStep | undefined {
  return flow.steps.find(({ id }) => id === what);
}

function isEnd(flow: Flow, { state }: TaskMoment): boolean {
  return flow.states.find(({ id }) => id === state)?.over === true;
}

/** By the limit that is the task's own. */
function wasOnTime(clocks: readonly TaskClock[]): boolean | null {
  const own = clocks.find(({ clock }) => clock.period === null);
  return own === undefined || own.metAt === null ? null : own.metAt <= own.dueAt;
}

/** The first day is left out. */
function workdaysBetween(fromAt: number, untilAt: number, calendar: Calendar): number {
  let count = 0;
  for (let day = beijingDayOf(fromAt) + 1; day <= beijingDayOf(untilAt); day += 1) {
    count += calendar.isWorkday(day) ? 1 : 0;
  }
  return count;
}
