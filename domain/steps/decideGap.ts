import type { StepId } from '#protocol/nouns/ids.ts';
import type { Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { decidedStep } from './aboutStep.ts';

const NOTHING: Decision<null> = { events: [], answer: () => null };

/** Fewer recorders run than the step needs, since then. Nothing for a step that does not run, or whose gap is open. Times in ms since the epoch. */
export function openGap(state: HallState, { stepId, fromAt, recording, needed }: { stepId: StepId; fromAt: number; recording: number; needed: number }): Decision<null> {
  const step = state.steps.get(stepId);
  if (step?.state !== 'begun' || step.gaps.some(({ toAt }) => toAt === null)) {
    return NOTHING;
  }
  const data = { recording, needed, fromAt: Math.max(fromAt, step.beganAt ?? fromAt) };
  return { ...NOTHING, events: decidedStep(step, [{ name: 'step.gapOpened', data }]).events };
}

/** Nothing where no gap is open. */
export function closeGap(state: HallState, { stepId, toAt }: { stepId: StepId; toAt: number }): Decision<null> {
  const step = state.steps.get(stepId);
  const open = step?.gaps.find((gap) => gap.toAt === null);
  if (step === undefined || open === undefined) {
    return NOTHING;
  }
  return { ...NOTHING, events: decidedStep(step, [{ name: 'step.gapClosed', data: { toAt: Math.max(toAt, open.fromAt) } }]).events };
}
