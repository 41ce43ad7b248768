import type { Feed } from '#protocol/media/feeds.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { OPERATION_STATES, type Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import { isFeedLive } from '../../hall/index.ts';

const OUT: ReadonlySet<Operation['state']> = new Set(['assembled', 'underWay', 'onSite']);

/** Whether its teams are out, or ready to go. */
export function isUnderWay({ state }: Pick<Operation, 'state'>): boolean {
  return OUT.has(state);
}

/** Furthest on first, then by the time that was planned. */
export function operationsUnderWay(operations: Iterable<Operation>): Operation[] {
  return [...operations]
    .filter(isUnderWay)
    .toSorted((a, b) => OPERATION_STATES.indexOf(b.state) - OPERATION_STATES.indexOf(a.state) || a.plannedFrom - b.plannedFrom || (a.operationId < b.operationId ? -1 : 1));
}

export type TeamLive = { readonly team: number; readonly name: string; readonly live: number; readonly total: number };

/** Of each team, how many of its units send a picture now. */
export function teamsLive({ teams }: Pick<Operation, 'teams'>, feeds: Iterable<Feed>): TeamLive[] {
  const live = new Set<UnitId>([...feeds].filter(isFeedLive).map(({ unitId }) => unitId));
  return teams.map(({ team, name, unitIds }) => ({ team, name, live: unitIds.filter((unitId) => live.has(unitId)).length, total: unitIds.length }));
}

const STEP_ORDER: readonly Step['state'][] = ['begun', 'planned', 'ended', 'abandoned'];

/** What is being done, then what comes, then what was done last. What was given up is not for a wall. */
export function stepsOnWall(steps: Iterable<Step>, { operationId }: Pick<Operation, 'operationId'>): Step[] {
  return [...steps]
    .filter((step) => step.operationId === operationId && step.state !== 'abandoned')
    .toSorted((a, b) => STEP_ORDER.indexOf(a.state) - STEP_ORDER.indexOf(b.state) || (b.endedAt ?? 0) - (a.endedAt ?? 0) || (a.stepId < b.stepId ? -1 : 1));
}
