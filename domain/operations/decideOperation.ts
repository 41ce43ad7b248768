import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { OperationId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { goingOn, rankOf } from './operationStates.ts';
import { plannedFacts } from './plannedFacts.ts';

type Of<Name extends 'operation.plan' | 'operation.change' | 'operation.checkIn' | 'operation.advance' | 'operation.conclude' | 'operation.callOff'> = Omit<RequestData<Name>, 'commandId'>;
type Answer = { operation: Operation };
type Moment = { readonly book: RuleBook; readonly at: number };

/** Errors: notFound, badCaseNumber, badPeriod, unitTaken, conflict (two teams with one number). */
export function planOperation(state: HallState, { courtCode, ...plan }: Of<'operation.plan'>, { operationId, ...moment }: Moment & { readonly operationId: OperationId }): Decision<Answer> {
  found(state.courts.get(courtCode), 'court');
  const data = plannedFacts(state, plan, { ...moment, courtCode, operationId, before: null });
  return decided({ operationId, courtCode }, [{ name: 'operation.planned', data }]);
}

/** A team whose steps are open stays. Errors: as for the plan; operationOver, conflict, stepsOpen. */
export function changeOperation(state: HallState, { operationId, expectedVersion, ...plan }: Of<'operation.change'>, moment: Moment): Decision<Answer> {
  const before = present(state, { operationId, expectedVersion });
  refuseOpenSteps(state.steps.count((step) => step.operationId === operationId && isOpen(step) && step.team !== null && !plan.teams.some(({ team }) => team === step.team)));
  const data = plannedFacts(state, plan, { ...moment, courtCode: before.courtCode, operationId, before });
  return decided(before, [{ name: 'operation.changed', data }]);
}

/** Said twice it is said once. Errors: notFound (operation, team), operationOver. */
export function checkIn(state: HallState, { operationId, team, name }: Of<'operation.checkIn'>): Decision<Answer> {
  const operation = goingOn(state, operationId);
  found(operation.teams.find((one) => one.team === team), 'team');
  const isThere = operation.checkIns.some((one) => one.team === team && one.name === name);
  return decided(operation, isThere ? [] : [{ name: 'operation.checkedIn', data: { team, name } }]);
}

/** Errors: notFound, conflict, operationOver, reasonNeeded. */
export function advanceOperation(state: HallState, { operationId, expectedVersion, to, reason }: Of<'operation.advance'>): Decision<Answer> {
  const operation = present(state, { operationId, expectedVersion });
  const said = reason === null || reason === '' ? null : reason;
  if (rankOf(to) < rankOf(operation.state) && said === null) {
    throw new AppError('reasonNeeded');
  }
  return decided(operation, to === operation.state ? [] : [{ name: 'operation.advanced', data: { to, reason: said } }]);
}

/** Errors: notFound, conflict, operationOver, stepsOpen. */
export function concludeOperation(state: HallState, { operationId, expectedVersion, conclusion }: Of<'operation.conclude'>): Decision<Answer> {
  const operation = present(state, { operationId, expectedVersion });
  refuseOpenSteps(state.steps.count((step) => step.operationId === operationId && isOpen(step)));
  return decided(operation, [{ name: 'operation.concluded', data: { conclusion } }]);
}

/** Steps that were only planned are given up with it, for the same reason. Errors: notFound, conflict, operationOver, stepsOpen (one has begun). */
export function callOffOperation(state: HallState, { operationId, expectedVersion, reason }: Of<'operation.callOff'>): Decision<Answer> {
  const operation = present(state, { operationId, expectedVersion });
  const steps = state.steps.filter((step) => step.operationId === operationId);
  refuseOpenSteps(steps.count((step) => step.state === 'begun'));
  const givenUp = [...steps.filter((step) => step.state === 'planned').values()].toSorted((left, right) => (left.stepId < right.stepId ? -1 : 1));
  const decision = decided(operation, [{ name: 'operation.calledOff', data: { reason } }]);
  const abandoned = givenUp.map(({ stepId, courtCode }): NewEvent => ({ name: 'step.abandoned', subject: `step/${stepId}`, courtCode, data: { reason } }));
  return { ...decision, events: [...abandoned, ...decision.events] };
}

function isOpen({ state }: Pick<Step, 'state'>): boolean {
  return state === 'planned' || state === 'begun';
}

function refuseOpenSteps(count: number): void {
  if (count > 0) {
    throw new AppError('stepsOpen', { params: { count } });
  }
}

function present(state: HallState, { operationId, expectedVersion }: { operationId: OperationId; expectedVersion: number }): Operation {
  const operation = goingOn(state, operationId);
  expectVersion(operation, expectedVersion);
  return operation;
}

type Change = Extract<NewEvent, { name: `operation.${string}` }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;

function decided({ operationId, courtCode }: Pick<Operation, 'operationId' | 'courtCode'>, changes: readonly Change[]): Decision<Answer> {
  return {
    events: changes.map((change) => ({ ...change, subject: `operation/${operationId}`, courtCode })),
    answer: (after) => ({ operation: found(after.operations.get(operationId), 'operation') }),
  };
}
