import type { TaskId } from '#protocol/nouns/ids.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import type { Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import type { Calendar } from '../../rules/calendar.ts';
import { rowAt } from '../../rules/rowAt.ts';
import { taskDeadlines, type TaskDeadline, type TaskTelling } from '../clocks/taskDeadlines.ts';
import { taskEvent } from './taskEvent.ts';

export type TaskRules = { readonly book: Pick<RuleBook, 'flows'>; readonly calendar: Calendar };

/** As `taskDeadlines`; nothing of a task whose flow is in the book no more. */
export function deadlinesOf(task: Task, { book, calendar }: TaskRules): TaskDeadline[] {
  const flow = rowAt(book.flows, task.flowId, task.createdAt);
  return flow === undefined ? [] : taskDeadlines(task, flow, calendar);
}

/** Those of a task that are due. */
export function dueTellings(task: Task, { at, ...rules }: TaskRules & { readonly at: number }): TaskTelling[] {
  return deadlinesOf(task, rules).filter((deadline) => deadline.kind === 'tell').filter((telling) => telling.at <= at);
}

/** That their clocks are amber or over, or that the courts above are told of it. */
export function tellTasks(state: HallState, taskIds: readonly TaskId[], moment: TaskRules & { readonly at: number }): Decision<null> {
  const tasks = taskIds.flatMap((taskId) => state.tasks.get(taskId) ?? []);
  const events = tasks.flatMap((task) => dueTellings(task, moment).map(({ courtCode, data }) => taskEvent(task.taskId, courtCode, { name: 'task.told', data })));
  return { events, answer: () => null };
}
