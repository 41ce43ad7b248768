import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { KnownRules } from '../../../rules/ruleShelf.ts';
import { pressingClock, standingOf, type Pressing } from '../../stepMark/index.ts';
import { waitsFor, type StepRights } from './stepActions.ts';

/** Something of an operation that asks for a person. */
export type OperationCue =
  | { readonly kind: 'signature'; readonly id: string; readonly at: number; readonly step: Step; readonly operation: Operation }
  | { readonly kind: 'clock'; readonly id: string; readonly at: number; readonly step: Step; readonly operation: Operation; readonly pressing: Pressing };

type Source = { readonly operations: { get(id: Operation['operationId']): Operation | undefined }; readonly steps: Iterable<Step>; readonly rules: KnownRules | null };

/** Signatures that wait for this person, and clocks that are nearly over or over. The name of a cue changes when its clock becomes red, so that it is heard anew. */
export function cuesOf({ operations, steps, rules }: Source, rights: Pick<StepRights, 'sign' | 'me'>, at: number): OperationCue[] {
  return [...steps].flatMap((step): OperationCue[] => {
    const operation = operations.get(step.operationId);
    if (operation === undefined) {
      return [];
    }
    const signature: OperationCue[] = waitsFor(step, rights) && step.signature !== null ? [{ kind: 'signature', id: `signature/${step.stepId}/${step.signature.askedAt}`, at: step.signature.askedAt, step, operation }] : [];
    const pressing = rules === null || step.beganAt === null ? null : pressingClock(standingOf(step, rules, at).clocks, at);
    if (pressing === null || pressing.tone === 'running') {
      return signature;
    }
    const { clock, tone } = pressing;
    return [...signature, { kind: 'clock', id: `clock/${step.stepId}/${clock.limitId}/${clock.dueAt}/${tone}`, at: tone === 'red' ? clock.dueAt : clock.amberAt, step, operation, pressing }];
  });
}
