import { useMemo } from 'react';
import { flowOf, itemOf, stateIn } from '#domain/tasks/flow/flowOf.ts';
import { taskClocks, type TaskClock } from '#domain/tasks/clocks/taskClocks.ts';
import { AppError } from '#protocol/errors.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Flow, FlowState, TaskItem } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { useRules } from '../../hall/index.ts';

/** What the rule book says of a task. */
export type TaskBook = { readonly book: RuleBook; readonly flow: Flow; readonly item: TaskItem; readonly state: FlowState; readonly clocks: readonly TaskClock[] };

/** Null while the rules are being read, and where this hall's book does not know the task's flow. */
export function useTaskBook(task: Task): TaskBook | null {
  const rules = useRules();
  return useMemo(() => {
    if (rules === null) {
      return null;
    }
    const { book, calendar } = rules;
    try {
      const flow = flowOf(book, task);
      return { book, flow, item: itemOf(book, task), state: stateIn(flow, task.state), clocks: taskClocks(task, flow, calendar) };
    } catch (error) {
      if (error instanceof AppError) {
        return null;
      }
      throw error;
    }
  }, [rules, task]);
}
