import type { CallId } from '#protocol/nouns/ids.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { Happening } from '../../ports/alarms.ts';
import { derivedCommandId } from '../../ports/derivedCommandId.ts';

/** The alarm about a call that nobody has triaged, or called back, in time; null when it is done. Raised once for each of the two. */
export function overdueCall(state: HallState, callId: CallId): Happening | null {
  const call = state.calls.get(callId);
  if (call === undefined || call.calledBack !== null) {
    return null;
  }
  const { courtCode, number, place, triage, triageBy, callBackBy } = call;
  const isTriaged = triage !== null;
  return {
    courtCode,
    kind: 'clue',
    severity: isTriaged ? 'notice' : 'warning',
    unitId: null,
    operationId: null,
    stepId: null,
    fenceId: null,
    callId,
    reference: null,
    place,
    text: isTriaged ? `来电 ${number} 已超过回访时限，请尽快回访。` : `来电 ${number} 已超过分流时限，请立即分流。`,
    occurredAt: isTriaged ? callBackBy : triageBy,
    commandId: derivedCommandId('overdue call', callId, isTriaged ? 'callBack' : 'triage'),
  };
}
