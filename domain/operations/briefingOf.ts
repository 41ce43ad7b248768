import type { UnitId } from '#protocol/nouns/ids.ts';
import type { Briefing } from '#protocol/operations/briefing.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { HallState } from '../hallState/hallState.ts';
import { rowAt } from '../rules/rowAt.ts';
import { missingInWords } from '../steps/missingInWords.ts';
import { clocksOfStep, lackingOf, type Rules } from '../steps/stepRules.ts';
import { isOver, rankOf } from './operationStates.ts';

type BriefStep = NonNullable<Briefing['operation']>['steps'][number];
type Options = Rules & {
  readonly at: number;
  /** Recorders of the step that run now; null where it needs none. */
  readonly recorders: (step: Step) => BriefStep['recorders'];
};

/** What a unit is told: of the operation that has come furthest of those it is on, and is soonest, the steps of its team. */
export function briefingOf(state: HallState, unitId: UnitId, options: Options): Briefing {
  const operation = operationOf(state, unitId);
  if (operation === undefined) {
    return { operation: null };
  }
  const team = operation.teams.find(({ unitIds }) => unitIds.includes(unitId))?.team;
  const steps = state.steps.filter((step) => step.operationId === operation.operationId && (step.team === null || step.team === team));
  const { operationId, title, state: stage, place } = operation;
  const brief = [...steps.values()].toSorted((left, right) => (left.stepId < right.stepId ? -1 : 1)).flatMap((step) => briefStep(state, step, options));
  return { operation: { operationId, title, state: stage, place, steps: brief } };
}

function operationOf(state: HallState, unitId: UnitId): Operation | undefined {
  const open = state.operations.filter((operation) => !isOver(operation) && operation.teams.some(({ unitIds }) => unitIds.includes(unitId)));
  return [...open.values()].toSorted((left, right) =>
    rankOf(right.state) - rankOf(left.state) || left.plannedFrom - right.plannedFrom || (left.operationId < right.operationId ? -1 : 1))[0];
}

/** None for one that is over, or whose row has gone from the rule book. */
function briefStep(state: HallState, step: Step, { book, calendar, at, recorders }: Options): BriefStep[] {
  const template = rowAt(book.steps, step.template, step.beganAt ?? at);
  if ((step.state !== 'planned' && step.state !== 'begun') || template === undefined) {
    return [];
  }
  const clocks = clocksOfStep(step, { book, calendar }).filter(({ metAt }) => metAt === null);
  return [{
    stepId: step.stepId,
    name: template.name,
    state: step.state,
    partyName: (step.partyId === null ? undefined : state.parties.get(step.partyId))?.maskedName ?? null,
    missing: step.state === 'planned' ? missingInWords(lackingOf(step, { book }, at), book, at) : [],
    clocks: clocks.map(({ limit, dueAt, amberAt }) => ({ name: limit.name, dueAt, amberAt })),
    recorders: recorders(step),
  }];
}
