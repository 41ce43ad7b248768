import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { expectVersion, found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

type Registration = Omit<Court, 'courtCode' | 'version'>;

/** Errors: conflict (the code is taken). */
export function registerCourt(state: HallState, { courtCode, ...registration }: Registration & { courtCode: CourtCode }): Decision<{ court: Court }> {
  const present = state.courts.get(courtCode);
  if (present !== undefined) {
    throw new AppError('conflict', { params: { version: present.version } });
  }
  return decided('court.registered', courtCode, registration);
}

/** Errors: notFound, conflict. */
export function changeCourt(state: HallState, input: Omit<RequestData<'court.change'>, 'commandId'>): Decision<{ court: Court }> {
  const { courtCode, expectedVersion, ...registration } = input;
  expectVersion(found(state.courts.get(courtCode), 'court'), expectedVersion);
  return decided('court.changed', courtCode, registration);
}

function decided(name: 'court.registered' | 'court.changed', courtCode: CourtCode, registration: Registration): Decision<{ court: Court }> {
  const { name: courtName, level, position, validFrom, validTo, source } = registration;
  return {
    events: [{ name, subject: `court/${courtCode}`, courtCode, data: { name: courtName, level, position, validFrom, validTo, source } }],
    answer: (after) => ({ court: found(after.courts.get(courtCode), 'court') }),
  };
}
