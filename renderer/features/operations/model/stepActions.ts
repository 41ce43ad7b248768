import type { Step } from '#protocol/operations/steps.ts';
import type { StepStanding } from '../../stepMark/index.ts';

export type StepAction = 'begin' | 'askSignature' | 'sign' | 'refuseSignature' | 'end' | 'except' | 'correct' | 'abandon';
export type StepRights = {
  readonly work: boolean;
  readonly sign: boolean;
  /** Null: no person. Nobody signs what they asked for. */
  readonly me: string | null;
  /** What is over is only corrected. */
  readonly operationOver: boolean;
};

/** What can be done with a step; the most pressing first. Beginning is offered also where it will be refused: the refusal says what is missing. */
export function stepActions(step: Pick<Step, 'state' | 'signature'>, { template, missing, covered }: Pick<StepStanding, 'template' | 'missing' | 'covered'>, rights: StepRights): StepAction[] {
  const { work, sign, me, operationOver } = rights;
  const offered = (action: StepAction, when: boolean): StepAction[] => (when ? [action] : []);
  if (template === null) {
    return [];
  }
  if (step.state === 'ended') {
    return offered('correct', work && template.results.length > 0);
  }
  if (operationOver || step.state === 'abandoned') {
    return [];
  }
  const excepts = offered('except', sign && template.exceptions.length > 0);
  if (step.state === 'begun') {
    return [...offered('end', work), ...excepts, ...offered('abandon', work)];
  }
  const asked = step.signature;
  const signs = sign && asked !== null && asked.askedByUserId !== null && asked.askedByUserId !== me;
  const ready = missing.length === 0 || covered;
  return [
    ...offered('sign', signs),
    ...offered('refuseSignature', sign && asked !== null),
    ...offered('begin', work && ready),
    ...offered('askSignature', work && !ready && asked === null),
    ...offered('begin', work && !ready),
    ...excepts,
    ...offered('abandon', work),
  ];
}

/** Whether a signature waits for this person. */
export function waitsFor({ state, signature }: Pick<Step, 'state' | 'signature'>, { sign, me }: Pick<StepRights, 'sign' | 'me'>): boolean {
  return sign && state === 'planned' && signature !== null && signature.askedByUserId !== null && signature.askedByUserId !== me;
}

const ORDER: readonly Step['state'][] = ['begun', 'planned', 'ended', 'abandoned'];

/** What is being done, what comes next, what is done; each as planned. */
export function stepRows<Row extends Pick<Step, 'state' | 'stepId'>>(steps: Iterable<Row>): Row[] {
  return [...steps].toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.stepId < b.stepId ? -1 : 1));
}
