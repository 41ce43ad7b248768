import type { TaskId } from '#protocol/nouns/ids.ts';
import type { Flow } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import type { HallState } from '../hallState/hallState.ts';
import { countingYear, nextCount } from '../numbering/countedNumber.ts';
import { courtOfEnd, courtOfSide } from './flow/sides.ts';

type Counting = { readonly task: Pick<Task, 'from' | 'to'>; readonly mark: Flow['mark']; readonly at: number };

/** The next one of the sending court, the flow and the year: 〔2026〕闽0203委12号; one from another province is counted at the receiving court. */
export function nextTaskNumber({ tasks }: Pick<HallState, 'tasks'>, counting: Counting): string {
  const head = headOf(counting);
  return `${head}${nextCount(numbersOf(tasks.values()), head)}号`;
}

/** The tasks from whose numbers the next ones of this year are counted, one for each court and flow: they may not be let go. */
export function lastNumbered({ tasks }: Pick<HallState, 'tasks'>, at: number): Set<TaskId> {
  const thisYear = yearHead(at);
  const last = new Map<string, { readonly taskId: TaskId; readonly count: number }>();
  for (const { taskId, number } of tasks.values()) {
    const [, head, digits] = (number?.startsWith(thisYear) ? /^(.*?)(\d+)号$/.exec(number) : null) ?? [];
    if (head !== undefined && Number(digits) > (last.get(head)?.count ?? 0)) last.set(head, { taskId, count: Number(digits) });
  }
  return new Set([...last.values()].map(({ taskId }) => taskId));
}

function headOf({ task, mark, at }: Counting): string {
  return `${yearHead(at)}${courtOfEnd(task.from) ?? courtOfSide(task, 'to') ?? ''}${mark}`;
}

function yearHead(at: number): string {
  return `〔${countingYear(at)}〕`;
}

function* numbersOf(tasks: Iterable<Task>): Generator<string> {
  for (const { number } of tasks) {
    if (number !== null) yield number;
  }
}
