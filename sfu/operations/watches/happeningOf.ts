import type { Step } from '#protocol/operations/steps.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { Happening } from '../../ports/alarms.ts';

type What = Pick<Happening, 'kind' | 'severity' | 'text' | 'occurredAt'>;

/** An alarm about a step, at the place of its operation. */
export function happeningOf(state: HallState, { stepId, courtCode, operationId }: Step, what: What): Happening {
  const operation = state.operations.get(operationId);
  return {
    ...what,
    courtCode,
    unitId: null,
    // A step outlives its operation where a clock runs on.
    operationId: operation?.operationId ?? null,
    stepId,
    fenceId: null,
    callId: null,
    place: operation?.place ?? { name: '', position: null },
    reference: null,
  };
}
