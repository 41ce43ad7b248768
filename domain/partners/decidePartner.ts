import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode, PartnerId } from '#protocol/nouns/ids.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import type { TaskEnd } from '#protocol/tasks/tasks.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

type Input<Name extends 'add' | 'change' | 'renewKeys' | 'close'> = Omit<RequestData<`partner.${Name}`>, 'commandId'>;
type Answer = { partner: Partner };

/** Errors: conflict (the name, or one of the courts). */
export function addPartner(state: HallState, { partnerId, courtCode, ...facts }: Input<'add'> & { readonly partnerId: PartnerId; readonly courtCode: CourtCode }): Decision<Answer> {
  expectFree(state, partnerId, facts);
  return decided(partnerId, { name: 'partner.added', subject: `partner/${partnerId}`, courtCode, data: facts });
}

/** Errors: notFound, conflict, partnerClosed. */
export function changePartner(state: HallState, { partnerId, expectedVersion, ...facts }: Input<'change'>): Decision<Answer> {
  const { courtCode } = openPartner(state, { partnerId, expectedVersion });
  expectFree(state, partnerId, facts);
  return decided(partnerId, { name: 'partner.changed', subject: `partner/${partnerId}`, courtCode, data: facts });
}

/** Errors: notFound, conflict, partnerClosed. */
export function renewPartnerKeys(state: HallState, { partnerId, expectedVersion, oldEndAt }: Omit<Input<'renewKeys'>, 'keepOld'> & { readonly oldEndAt: number | null }): Decision<Answer> {
  const { courtCode } = openPartner(state, { partnerId, expectedVersion });
  return decided(partnerId, { name: 'partner.keysRenewed', subject: `partner/${partnerId}`, courtCode, data: { oldEndAt } });
}

/** Errors: notFound, conflict, partnerClosed. */
export function closePartner(state: HallState, { partnerId, expectedVersion, reason }: Input<'close'>): Decision<Answer> {
  const { courtCode } = openPartner(state, { partnerId, expectedVersion });
  return decided(partnerId, { name: 'partner.closed', subject: `partner/${partnerId}`, courtCode, data: { reason } });
}

/** Whether a task can go there, or come from there: a centre that takes part, and speaks for this court. */
export function speaksFor({ partners }: Pick<HallState, 'partners'>, end: Extract<TaskEnd, { kind: 'outside' }>): boolean {
  const partner = partners.get(end.partnerId);
  return partner?.closed === null && partner.courts.includes(end.courtName);
}

function openPartner(state: HallState, { partnerId, expectedVersion }: { readonly partnerId: PartnerId; readonly expectedVersion: number }): Partner {
  const partner = found(state.partners.get(partnerId), 'partner');
  expectVersion(partner, expectedVersion);
  if (partner.closed !== null) {
    throw new AppError('partnerClosed', { params: { name: partner.name } });
  }
  return partner;
}

/** Two centres that speak for one court would leave it open who is to be told. */
function expectFree({ partners }: HallState, partnerId: PartnerId, { name, courts }: Pick<Partner, 'name' | 'courts'>): void {
  const claimed = new Set(courts);
  const other = partners.find((one) => one.partnerId !== partnerId && one.closed === null && (one.name === name || one.courts.some((court) => claimed.has(court))));
  if (other !== undefined) {
    throw new AppError('partnerTaken', { params: { name: other.name } });
  }
}

function decided(partnerId: PartnerId, event: NewEvent): Decision<Answer> {
  return { events: [event], answer: (after) => ({ partner: found(after.partners.get(partnerId), 'partner') }) };
}
