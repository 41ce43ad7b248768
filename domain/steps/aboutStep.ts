import { AppError } from '#protocol/errors.ts';
import type { StepId } from '#protocol/nouns/ids.ts';
import type { Step } from '#protocol/operations/steps.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { isOver } from '../operations/operationStates.ts';

export type StepAnswer = { step: Step };
export type StepChange = Extract<NewEvent, { name: `step.${string}` }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;

type Asked = { readonly stepId: StepId; readonly expectedVersion?: number };

/** The step in one of these states. `afterwards`: also when its operation is over. Errors: notFound, conflict, operationOver, stepOver. */
export function stepIn(state: HallState, { stepId, expectedVersion }: Asked, states: readonly Step['state'][], { afterwards = false } = {}): Step {
  const step = found(state.steps.get(stepId), 'step');
  const operation = state.operations.get(step.operationId);
  if (!afterwards && (operation === undefined || isOver(operation))) {
    throw new AppError('operationOver');
  }
  if (expectedVersion !== undefined) {
    expectVersion(step, expectedVersion);
  }
  if (!states.includes(step.state)) {
    throw new AppError('stepOver');
  }
  return step;
}

export function decidedStep({ stepId, courtCode }: Pick<Step, 'stepId' | 'courtCode'>, changes: readonly StepChange[]): Decision<StepAnswer> {
  return {
    events: changes.map((change) => ({ ...change, subject: `step/${stepId}`, courtCode })),
    answer: (after) => ({ step: found(after.steps.get(stepId), 'step') }),
  };
}

/** Errors: badRule when the rule book has no such row for this. */
export function ruleOf<Row extends { readonly id: string }>(rows: readonly Row[], id: string): Row {
  const row = rows.find((one) => one.id === id);
  if (row === undefined) {
    throw new AppError('badRule', { params: { rule: id } });
  }
  return row;
}
