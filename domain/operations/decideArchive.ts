import type { OperationId, PartyId, StepId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { Decision, NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { clocksOfStep, type Rules } from '../steps/stepRules.ts';
import { overSince } from './operationStates.ts';

/** So long after its end, and after a clock ran out, people still find it on their desks. */
export const ARCHIVE_AFTER_MS = 7 * 86_400_000;

type Moment = Rules & { readonly at: number };
/** Whose personal data end with it. */
type Answer = { readonly partyIds: readonly PartyId[] };

const NOTHING: Decision<Answer> = { events: [], answer: () => ({ partyIds: [] }) };

/** Operations that are over for long, and steps that outlived theirs and have no clock running any more. */
export function toArchive(state: HallState, moment: Moment): { readonly operationIds: OperationId[]; readonly stepIds: StepId[] } {
  const operations = state.operations.filter((operation) => isLongOver(state, operation, moment.at));
  const steps = state.steps.filter((step) => !state.operations.has(step.operationId) && !runsOn(step, moment));
  return { operationIds: [...operations.keys()].toSorted(), stepIds: [...steps.keys()].toSorted() };
}

/** A step on which a clock still runs (a freeze expires after a year) stays until then, and with it the party it is against. */
export function archiveOperation(state: HallState, { operationId }: { operationId: OperationId }, moment: Moment): Decision<Answer> {
  const operation = state.operations.get(operationId);
  if (operation === undefined || !isLongOver(state, operation, moment.at)) {
    return NOTHING;
  }
  const steps = [...state.steps.filter((step) => step.operationId === operationId).values()];
  const kept = steps.filter((step) => runsOn(step, moment));
  const parties = [...state.parties.filter((party) => party.operationId === operationId && !kept.some(({ partyId }) => partyId === party.partyId)).values()];
  return {
    events: [
      ...steps.filter((step) => !kept.includes(step)).map(stepArchived),
      ...parties.map(({ partyId, courtCode }): NewEvent => ({ name: 'party.archived', subject: `party/${partyId}`, courtCode, data: {} })),
      { name: 'operation.archived', subject: `operation/${operationId}`, courtCode: operation.courtCode, data: {} },
    ],
    answer: () => ({ partyIds: parties.map(({ partyId }) => partyId) }),
  };
}

/** The last of an operation that was archived before. */
export function archiveStep(state: HallState, { stepId }: { stepId: StepId }, moment: Moment): Decision<Answer> {
  const step = state.steps.get(stepId);
  if (step === undefined || state.operations.has(step.operationId) || runsOn(step, moment)) {
    return NOTHING;
  }
  const party = step.partyId === null ? undefined : state.parties.get(step.partyId);
  const isNeeded = state.steps.some((other) => other.stepId !== stepId && other.partyId === step.partyId);
  const gone = party === undefined || isNeeded ? [] : [party];
  return {
    events: [stepArchived(step), ...gone.map(({ partyId, courtCode }): NewEvent => ({ name: 'party.archived', subject: `party/${partyId}`, courtCode, data: {} }))],
    answer: () => ({ partyIds: gone.map(({ partyId }) => partyId) }),
  };
}

/** An open campaign keeps its operations: their steps are what its scoreboard counts. */
function isLongOver(state: HallState, operation: Operation, at: number): boolean {
  const campaign = operation.campaignId === null ? undefined : state.campaigns.get(operation.campaignId);
  return campaign?.state !== 'open' && (overSince(operation) ?? Infinity) + ARCHIVE_AFTER_MS <= at;
}

/** Whether a clock of it is neither met nor long over. */
function runsOn(step: Step, { at, ...rules }: Moment): boolean {
  return clocksOfStep(step, rules).some(({ metAt, dueAt }) => metAt === null && dueAt + ARCHIVE_AFTER_MS > at);
}

function stepArchived({ stepId, courtCode }: Step): NewEvent {
  return { name: 'step.archived', subject: `step/${stepId}`, courtCode, data: {} };
}
