import type { OperationId, UnitId } from '#protocol/nouns/ids.ts';
import type { HallState } from '../hallState/hallState.ts';
import { isOver } from './operationStates.ts';

/** The operation that the unit takes part in; of several the one that has come furthest, then the latest planned to begin. */
export function operationOfUnit(state: HallState, unitId: UnitId): OperationId | null {
  const rank = { onSite: 3, underWay: 2, assembled: 1, planned: 0, concluded: 0, calledOff: 0 };
  const going = [...state.operations.values()].filter((operation) => !isOver(operation) && rank[operation.state] > 0 && operation.teams.some(({ unitIds }) => unitIds.includes(unitId)));
  const [first] = going.toSorted((one, other) => rank[other.state] - rank[one.state] || other.plannedFrom - one.plannedFrom);
  return first?.operationId ?? null;
}
