import type { Actor } from '#protocol/nouns/log.ts';
import { AppError } from '#protocol/errors.ts';
import { alarmId, callId, orderId, unitId, type CourtCode, type UnitId } from '#protocol/nouns/ids.ts';
import type { Decision, NewEvent } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, type HallState } from '../hallState/hallState.ts';
import type { Raising } from './raiseAlarm.ts';

/*
 * Builds for tests of alarms, orders and calls: a state with a few courts, and what decisions make of it.
 */

export const AT = Date.UTC(2026, 10, 22, 4);
export const court = (code: string) => code as CourtCode;
export const ESCALATE_AFTER_MS = { urgent: 60_000, warning: 300_000, notice: null };

let count = 0;
const uuid = () => `00000000-0000-4000-8000-${(count += 1).toString(16).padStart(12, '0')}`;
export const newId = { alarm: () => alarmId.parse(uuid()), order: () => orderId.parse(uuid()), call: () => callId.parse(uuid()), unit: () => unitId.parse(uuid()) };

export function happened(state: HallState, events: readonly NewEvent[], { at = AT, actor = { kind: 'hall' } }: { at?: number; actor?: Actor } = {}): HallState {
  return events.reduce((next, event) => fold(next, { sequence: 1, at, actor, version: nextVersion(next, event.name, event.subject), ...event }), state);
}

/** The state after what was decided, and the answer. */
export function done<Answer>(state: HallState, decide: (state: HallState) => Decision<Answer>, options: { at?: number; actor?: Actor } = {}): { state: HallState; answer: Answer; names: string[] } {
  const { events, answer } = decide(state);
  const next = happened(state, events, options);
  return { state: next, answer: answer(next), names: events.map(({ name }) => name) };
}

/** What it comes to: the names of its events, or the code of its refusal. */
export function outcome(decide: () => Decision<unknown>): string {
  try {
    return decide().events.map(({ name }) => name).join();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

const registration = { level: 'basic' as const, position: { longitudeDeg: 118, latitudeDeg: 25 }, validFrom: null, validTo: null, source: '' };

/** The courts of the tests, registered. */
export const COURTS = happened(EMPTY_STATE, ['闽', '闽02', '闽0203', '闽05', '闽0524', '闽0583'].map((code): NewEvent => ({ name: 'court.registered', subject: `court/${code}`, courtCode: court(code), data: { name: `${code}法院`, ...registration } })));

export function enrolled(state: HallState, code: string): { state: HallState; unitId: UnitId } {
  const id = newId.unit();
  return { unitId: id, state: happened(state, [{ name: 'unit.enrolled', subject: `unit/${id}`, courtCode: court(code), data: { name: '单兵', teamName: '一队', kind: 'phone' } }]) };
}

export function raising(wish: Partial<Raising> = {}): Raising {
  return {
    courtCode: court('闽0524'),
    kind: 'sos',
    severity: 'urgent',
    unitId: null,
    operationId: null,
    stepId: null,
    fenceId: null,
    callId: null,
    reference: null,
    place: { name: '安溪县附近', position: { longitudeDeg: 118.18, latitudeDeg: 25.06 } },
    text: '遇阻',
    occurredAt: AT,
    ...wish,
  };
}
