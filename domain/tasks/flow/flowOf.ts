import { AppError } from '#protocol/errors.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Flow, FlowState, TaskItem } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { rowAt } from '../../rules/rowAt.ts';

/** The flow a task follows: the row that held when it was begun. Errors: badRule. */
export function flowOf({ flows }: Pick<RuleBook, 'flows'>, { flowId, createdAt }: Pick<Task, 'flowId' | 'createdAt'>): Flow {
  return known(rowAt(flows, flowId, createdAt), flowId);
}

/** What is asked for by it. Errors: badRule. */
export function itemOf({ items }: Pick<RuleBook, 'items'>, { flowId, itemId, createdAt }: Pick<Task, 'flowId' | 'itemId' | 'createdAt'>): TaskItem {
  const item = rowAt(items, itemId, createdAt);
  return known(item?.flowId === flowId ? item : undefined, itemId);
}

/** Errors: badRule. */
export function stateIn(flow: Flow, id: string): FlowState {
  return known(flow.states.find((state) => state.id === id), id);
}

function known<Row>(row: Row | undefined, id: string): Row {
  if (row === undefined) {
    throw new AppError('badRule', { params: { id } });
  }
  return row;
}
