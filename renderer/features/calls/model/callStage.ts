import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { Call } from '#protocol/alarms/calls.ts';

export const CALL_STAGES = ['taken', 'dispatched', 'onScene', 'handedOver', 'callBack', 'closed'] as const;
export type CallStage = (typeof CALL_STAGES)[number];

/** Where a call stands. What was dispatched goes on in its alarm: an order that arrived, one that was done, the end of it. */
export function callStage(call: Pick<Call, 'triage' | 'calledBack'>, alarm: Pick<Alarm, 'state' | 'help'> | undefined): CallStage {
  if (call.calledBack !== null) return 'closed';
  if (call.triage === null) return 'taken';
  // An alarm that is not there any more was archived, so it is over.
  if (call.triage.triage !== 'dispatch' || alarm === undefined || alarm.state === 'resolved') return 'callBack';
  const states = alarm.help?.orders.map(({ state }) => state) ?? [];
  if (states.includes('arrived')) return 'onScene';
  return states.includes('done') ? 'handedOver' : 'dispatched';
}

/** What is due next and until when; null when nothing is. */
export function callDue(call: Pick<Call, 'triage' | 'calledBack' | 'triageBy' | 'callBackBy'>): { readonly what: 'triage' | 'callBack'; readonly dueAt: number } | null {
  if (call.calledBack !== null) return null;
  return call.triage === null ? { what: 'triage', dueAt: call.triageBy } : { what: 'callBack', dueAt: call.callBackBy };
}

/** Calls that are not called back yet, the most pressing first; then the others, the newest first. */
export function callRows(calls: Iterable<Call>): Call[] {
  const dueAt = (call: Call) => callDue(call)?.dueAt ?? Number.MAX_SAFE_INTEGER;
  return [...calls].toSorted((a, b) => dueAt(a) - dueAt(b) || b.takenAt - a.takenAt || a.callId.localeCompare(b.callId));
}
