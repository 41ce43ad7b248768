import { AppError } from '#protocol/errors.ts';
import type { Call } from '#protocol/alarms/calls.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { CallId } from '#protocol/nouns/ids.ts';
import { isOpen } from '../alarms/alarmEvent.ts';
import { raiseAlarm, type Moment } from '../alarms/raiseAlarm.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { callNumber, isCountedFrom } from './callNumber.ts';
import { maskCaller } from './maskCaller.ts';

type Of<Name extends 'call.take' | 'call.triage' | 'call.callBack' | 'call.openCaller'> = Omit<RequestData<Name>, 'commandId'>;
type Answer = { call: Call };
/** How long after the call, ms. */
type CallLimits = { readonly triageWithinMs: number; readonly callBackWithinMs: number };

/** So long after it was called back it is still on the desks, ms. */
export const ARCHIVE_AFTER_MS = 7 * 86_400_000;
/** The longest text of an alarm. */
const ALARM_TEXT = 500;

/** Name and telephone number come out masked; they are kept beside the log. Errors: notFound (court). */
export function takeCall(state: HallState, { callerName: name, callerPhone: phone, ...input }: Of<'call.take'>, { callId, at, limits }: { readonly callId: CallId; readonly at: number; readonly limits: CallLimits }): Decision<Answer> {
  const { courtCode, callerKind, caseNumber, place, text } = input;
  found(state.courts.get(courtCode), 'court');
  const data = {
    number: callNumber(state, { courtCode, at }),
    callerKind,
    callerMasked: maskCaller({ name, phone }),
    caseNumber,
    place,
    text,
    triageBy: at + limits.triageWithinMs,
    callBackBy: at + limits.callBackWithinMs,
  };
  return decided(callId, [callEvent({ callId, courtCode }, { name: 'call.taken', data })]);
}

/** What is to be dispatched becomes an alarm in the same stroke. Errors: notFound, conflict, callTriaged. */
export function triageCall(state: HallState, { callId, expectedVersion, triage, severity, reason }: Of<'call.triage'>, moment: Moment): Decision<Answer> {
  const call = present(state, { callId, expectedVersion });
  if (call.triage !== null) {
    throw new AppError('callTriaged');
  }
  const raised = triage === 'dispatch' ? raiseAlarm(state, alarmOf(call, severity), moment).events : [];
  const data = { triage, severity, reason, alarmId: raised.length === 0 ? null : moment.alarmId };
  return decided(callId, [callEvent(call, { name: 'call.triaged', data }), ...raised]);
}

/** Errors: notFound, conflict (called back already, too), callOpen. */
export function callBack(state: HallState, { callId, expectedVersion, result, satisfied }: Of<'call.callBack'>): Decision<Answer> {
  const call = present(state, { callId, expectedVersion });
  if (call.calledBack !== null) {
    throw new AppError('conflict', { params: { version: call.version } });
  }
  const alarm = call.triage?.alarmId ? state.alarms.get(call.triage.alarmId) : undefined;
  if (call.triage === null || (alarm !== undefined && isOpen(alarm))) {
    throw new AppError('callOpen');
  }
  return decided(callId, [callEvent(call, { name: 'call.calledBack', data: { result, satisfied } })]);
}

/** The look itself, as the log has it. Errors: notFound. */
export function openCaller(state: HallState, { callId, purpose }: Of<'call.openCaller'>): Decision<Record<string, never>> {
  const { courtCode } = found(state.calls.get(callId), 'call');
  return { events: [{ name: 'personal.opened', subject: `call/${callId}`, courtCode, data: { what: 'caller', purpose } }], answer: () => ({}) };
}

/** The last one of a court and year stays: the next number is counted from it. */
export function isToArchive(state: HallState, call: Call, at: number): boolean {
  return call.calledBack !== null && call.calledBack.at + ARCHIVE_AFTER_MS <= at && !isCountedFrom(state, call, at);
}

type Change = Extract<NewEvent, { name: `call.${string}` }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;

export function callEvent({ callId, courtCode }: Pick<Call, 'callId' | 'courtCode'>, change: Change): NewEvent {
  return { ...change, subject: `call/${callId}`, courtCode };
}

function alarmOf({ courtCode, callId, callerKind, place, text, takenAt }: Call, severity: 'urgent' | 'warning' | 'notice') {
  const kind = callerKind === 'police' ? ('police' as const) : ('clue' as const);
  return { courtCode, kind, severity, unitId: null, operationId: null, stepId: null, fenceId: null, callId, place, text: text.slice(0, ALARM_TEXT), occurredAt: takenAt, reference: null };
}

function present(state: HallState, { callId, expectedVersion }: { readonly callId: CallId; readonly expectedVersion: number }): Call {
  const call = found(state.calls.get(callId), 'call');
  expectVersion(call, expectedVersion);
  return call;
}

function decided(callId: CallId, events: readonly NewEvent[]): Decision<Answer> {
  return { events, answer: (after) => ({ call: found(after.calls.get(callId), 'call') }) };
}
