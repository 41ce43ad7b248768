import type { Task, TaskMoment } from '#protocol/tasks/tasks.ts';

/** What of a task's content is another now than it was. */
const CONTENT = ['title', 'to', 'caseNumber', 'urgent', 'limitDays', 'form', 'personalHash', 'operationId', 'contact', 'documents', 'result', 'assignee'] as const;
export type ChangedPart = (typeof CONTENT)[number];

export type TaskChanges = {
  /** What happened since, oldest first. */
  readonly moments: readonly TaskMoment[];
  readonly parts: readonly ChangedPart[];
};

/** What somebody else did to the task since `before` was seen. */
export function taskChanges(before: Task, now: Task): TaskChanges {
  return {
    moments: now.history.slice(before.history.length),
    parts: CONTENT.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(now[part])),
  };
}
