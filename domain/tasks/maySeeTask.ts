import type { Task } from '#protocol/tasks/tasks.ts';
import { sees, type Viewer } from '../access/viewer.ts';
import { courtOfEnd } from './flow/sides.ts';

/** Both courts of a task see it, and those above either of them. */
export function maySeeTask(viewer: Viewer, { from, to }: Pick<Task, 'from' | 'to'>): boolean {
  return viewer.capabilities.has('tasks.read') && [from, to].some((end) => {
    const courtCode = courtOfEnd(end);
    return courtCode !== null && sees(viewer.courtCode, courtCode);
  });
}
