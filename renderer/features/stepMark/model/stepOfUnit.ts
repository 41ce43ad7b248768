import { isOver, rankOf } from '#domain/operations/operationStates.ts';
import type { OperationId, UnitId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';

/** The operation a unit is on: of several the one that has come furthest, then the soonest. The hall tells the unit of the same one. */
export function operationOfUnit(operations: Iterable<Operation>, unitId: UnitId): Operation | null {
  const open = [...operations].filter((operation) => !isOver(operation) && operation.teams.some(({ unitIds }) => unitIds.includes(unitId)));
  return open.toSorted((a, b) => rankOf(b.state) - rankOf(a.state) || a.plannedFrom - b.plannedFrom || (a.operationId < b.operationId ? -1 : 1))[0] ?? null;
}

/** The steps of the unit's team, as they were planned. */
export function stepsOfUnit(steps: Iterable<Step>, { operationId, teams }: { readonly operationId: OperationId; readonly teams: Operation['teams'] }, unitId: UnitId): Step[] {
  const team = teams.find(({ unitIds }) => unitIds.includes(unitId))?.team;
  const own = [...steps].filter((step) => step.operationId === operationId && (step.team === null || step.team === team));
  return own.toSorted((a, b) => (a.stepId < b.stepId ? -1 : 1));
}

/** What is being done: what was begun last, else what is to be done next, else what was ended last. */
export function currentStep(steps: readonly Step[]): Step | null {
  const begun = steps.filter(({ state }) => state === 'begun').toSorted((a, b) => (b.beganAt ?? 0) - (a.beganAt ?? 0));
  const ended = steps.filter(({ state }) => state === 'ended').toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  return begun[0] ?? steps.find(({ state }) => state === 'planned') ?? ended[0] ?? null;
}
