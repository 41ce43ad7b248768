import type { TaskId } from '#protocol/nouns/ids.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { found, type Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { courtOfSide } from '../flow/sides.ts';
import { lastNumbered } from '../taskNumber.ts';
import { taskEvent } from './taskEvent.ts';

/** How long a task that is over stays at hand. */
const ARCHIVE_AFTER_MS = 30 * 86_400_000;

/** When a task is let go of; null: it is not over. */
export function archiveAt({ overAt }: Pick<Task, 'overAt'>): number | null {
  return overAt === null ? null : overAt + ARCHIVE_AFTER_MS;
}

/** Lets go of those that have been over for long; not of the one from whose number the next one is counted. */
export function archiveTasks(state: HallState, taskIds: readonly TaskId[], at: number): Decision<null> {
  const kept = lastNumbered(state, at);
  const old = taskIds.flatMap((taskId) => state.tasks.get(taskId) ?? []).filter((task) => (archiveAt(task) ?? Infinity) <= at && !kept.has(task.taskId));
  return { events: old.map((task) => taskEvent(task.taskId, found(courtOfSide(task, 'from') ?? courtOfSide(task, 'to') ?? undefined, 'court'), { name: 'task.archived', data: {} })), answer: () => null };
}
