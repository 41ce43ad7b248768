import { isOver, rankOf } from '#domain/operations/operationStates.ts';
import type { Operation, OperationState } from '#protocol/operations/operations.ts';

export type OperationAction = 'advance' | 'conclude' | 'change' | 'callOff';
export type Rights = { readonly plan: boolean; readonly work: boolean };

/** What can be done with an operation; the most pressing first. */
export function actionsOn(operation: Pick<Operation, 'state'>, { plan, work }: Rights): OperationAction[] {
  if (isOver(operation)) {
    return [];
  }
  const onWith: OperationAction[] = !work ? [] : nextState(operation.state) === null ? ['conclude'] : ['advance', 'conclude'];
  return [...onWith, ...(plan ? (['change', 'callOff'] as const) : [])];
}

const WAY = ['planned', 'assembled', 'underWay', 'onSite'] as const;
export type Forward = Exclude<(typeof WAY)[number], 'planned'>;

/** The state that comes next by itself; null where the operation can only be ended. */
export function nextState(state: OperationState): Forward | null {
  const next = WAY[rankOf(state) + 1];
  return next === undefined || next === 'planned' ? null : next;
}

export type Stage = Operation['stages'][number];

/** One state of the way: when it was last come to, and by whom; null: not, or gone back from. */
export type StageRow = { readonly state: OperationState; readonly reached: Stage | null; readonly isNow: boolean };

/** The way of an operation; one that was called off ends so, whatever it had not come to. */
export function stageRows({ state, stages }: Pick<Operation, 'state' | 'stages'>): StageRow[] {
  const last = state === 'calledOff' ? 'calledOff' : 'concluded';
  const over = state === 'concluded' || state === 'calledOff';
  return [...WAY, last].map((one) => ({
    state: one as OperationState,
    reached: over || rankOf(one as OperationState) <= rankOf(state) ? (stages.findLast((stage) => stage.state === one) ?? null) : null,
    isNow: one === state,
  }));
}
