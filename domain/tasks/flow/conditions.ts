import type { FlowCondition } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { courtOfEnd, isOutside } from './sides.ts';

const LEVEL_BY_LENGTH = { 1: 'high', 3: 'intermediate', 5: 'basic' } as const;

/** Whether every part of the condition holds for the task. */
export function holds(condition: FlowCondition | undefined, task: Pick<Task, 'from' | 'to' | 'urgent' | 'itemId'>): boolean {
  if (condition === undefined) {
    return true;
  }
  const { province, fromOutside, urgent, items, notItems, fromLevels } = condition;
  return (
    (province === undefined || province === (isOutside(task) ? 'other' : 'same')) &&
    (fromOutside === undefined || fromOutside === (task.from.kind === 'outside')) &&
    (urgent === undefined || urgent === task.urgent) &&
    (items === undefined || items.includes(task.itemId)) &&
    (notItems === undefined || !notItems.includes(task.itemId)) &&
    (fromLevels === undefined || fromLevels.some((level) => level === levelOf(task)))
  );
}

function levelOf({ from }: Pick<Task, 'from'>): 'high' | 'intermediate' | 'basic' | null {
  const length = courtOfEnd(from)?.length;
  return length === undefined ? null : LEVEL_BY_LENGTH[length as keyof typeof LEVEL_BY_LENGTH];
}
