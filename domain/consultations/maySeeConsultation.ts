import { invitedKey, type Consultation } from '#protocol/consultations/consultations.ts';
import type { UnitId, UserId } from '#protocol/nouns/ids.ts';
import { sees, type Viewer } from '../access/viewer.ts';

type Person = Pick<Viewer, 'capabilities' | 'courtCode'> & { readonly userId: UserId | null; readonly unitId?: UnitId | null };

/** Those invited, whatever their court, and those of the court that called it or one above who may hold one themselves. */
export function maySeeConsultation(person: Person, consultation: Pick<Consultation, 'courtCode' | 'members' | 'chair'>): boolean {
  return isInvited(person, consultation) || (person.capabilities.has('consultations.hold') && sees(person.courtCode, consultation.courtCode));
}

export function isInvited({ userId, unitId = null }: Pick<Person, 'userId' | 'unitId'>, { members, chair }: Pick<Consultation, 'members' | 'chair'>): boolean {
  const own = userId !== null ? `person/${userId}` : `unit/${unitId}`;
  return [chair, ...members].some(({ who }) => invitedKey(who) === own);
}
