import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { UnitRecord } from '#protocol/nouns/units.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

type Answer = { unit: UnitRecord };

/** Takes a unit in, with a code that is valid until `expiresAt`. */
export function enrolUnit(_: HallState, input: Omit<RequestData<'unit.enrol'>, 'commandId'> & { unitId: UnitId; expiresAt: number }): Decision<Answer> {
  const { unitId, courtCode, name, teamName, kind, expiresAt } = input;
  const about = { subject: `unit/${unitId}`, courtCode };
  return decided(unitId, [
    { ...about, name: 'unit.enrolled', data: { name, teamName, kind } },
    { ...about, name: 'unit.codeIssued', data: { expiresAt } },
  ]);
}

/** Errors: notFound, conflict, revoked. */
export function changeUnit(state: HallState, input: Omit<RequestData<'unit.change'>, 'commandId'>): Decision<Answer> {
  const unit = enrolled(state, input.unitId);
  expectVersion(unit, input.expectedVersion);
  const { name, teamName, kind } = input;
  return decidedOf(unit, { name: 'unit.changed', data: { name, teamName, kind } });
}

/** Errors: notFound, revoked. */
export function issueUnitCode(state: HallState, input: { unitId: UnitId; expiresAt: number }): Decision<Answer> {
  return decidedOf(enrolled(state, input.unitId), { name: 'unit.codeIssued', data: { expiresAt: input.expiresAt } });
}

/** Errors: notFound, revoked, notForPhones. */
export function issueUnitToken(state: HallState, input: { unitId: UnitId; expiresAt: number }): Decision<Answer> {
  const unit = enrolled(state, input.unitId);
  if (unit.kind === 'phone') {
    throw new AppError('notForPhones', { params: { name: unit.name } });
  }
  return decidedOf(unit, { name: 'unit.tokenIssued', data: { expiresAt: input.expiresAt } });
}

/** Errors: notFound, revoked. */
export function joinUnit(state: HallState, input: { unitId: UnitId; clientName: string; remoteAddress: string }): Decision<Answer> {
  const { unitId, ...data } = input;
  return decidedOf(enrolled(state, unitId), { name: 'unit.joined', data });
}

/** Errors: notFound, conflict, revoked. */
export function revokeUnit(state: HallState, input: Omit<RequestData<'unit.revoke'>, 'commandId'>): Decision<Answer> {
  const unit = enrolled(state, input.unitId);
  expectVersion(unit, input.expectedVersion);
  return decidedOf(unit, { name: 'unit.revoked', data: { reason: input.reason } });
}

function enrolled(state: HallState, unitId: UnitId): UnitRecord {
  const unit = found(state.units.get(unitId), 'unit');
  if (unit.state === 'revoked') {
    throw new AppError('revoked', { params: { name: unit.name } });
  }
  return unit;
}

type Change = Pick<Extract<NewEvent, { name: `unit.${string}` }>, 'name' | 'data'>;

function decidedOf(unit: UnitRecord, change: Change): Decision<Answer> {
  return decided(unit.unitId, [{ ...change, subject: `unit/${unit.unitId}`, courtCode: unit.courtCode } as NewEvent]);
}

function decided(unitId: UnitId, events: readonly NewEvent[]): Decision<Answer> {
  return { events, answer: (after) => ({ unit: found(after.units.get(unitId), 'unit') }) };
}
