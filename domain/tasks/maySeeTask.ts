import type { Task } from '#protocol/tasks/tasks.ts';
import { sees, type Viewer } from '../access/viewer.ts';
import { courtOfEnd, courtOfSide } from './flow/sides.ts';

/** Both courts of a task see it, and those above either of them. */
export function maySeeTask(viewer: Viewer, { from, to }: Pick<Task, 'from' | 'to'>): boolean {
  return viewer.capabilities.has('tasks.read') && [from, to].some((end) => {
    const courtCode = courtOfEnd(end);
    return courtCode !== null && sees(viewer.courtCode, courtCode);
  });
}

/** The task without the papers that another court keeps to itself. */
export function taskAsSeenBy({ courtCode }: Pick<Viewer, 'courtCode'>, task: Task): Task {
  const isKeptFrom = ({ made, side }: Task['documents'][number]) => {
    const owner = made?.internal === true ? courtOfSide(task, side) : null;
    return owner !== null && !sees(courtCode, owner);
  };
  return task.documents.some(isKeptFrom) ? { ...task, documents: task.documents.filter((document) => !isKeptFrom(document)) } : task;
}
