import { AppError } from '#protocol/errors.ts';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { OPERATION_STATES, type Operation, type OperationState } from '#protocol/operations/operations.ts';
import { found } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

export function isOver({ state }: Pick<Operation, 'state'>): boolean {
  return state === 'concluded' || state === 'calledOff';
}

/** When it was concluded or called off, ms since the epoch; null before. */
export function overSince(operation: Operation): number | null {
  return isOver(operation) ? (operation.stages.at(-1)?.at ?? null) : null;
}

/** How far it has come: greater is later. */
export function rankOf(state: OperationState): number {
  return OPERATION_STATES.indexOf(state);
}

/** Errors: notFound, operationOver. */
export function goingOn(state: HallState, operationId: OperationId): Operation {
  const operation = found(state.operations.get(operationId), 'operation');
  if (isOver(operation)) {
    throw new AppError('operationOver');
  }
  return operation;
}
