import { invitedKey, type Consultation, type Invited, type Member } from '#protocol/consultations/consultations.ts';
import { AppError } from '#protocol/errors.ts';
import type { ConsultationId } from '#protocol/nouns/ids.ts';
import { found, type Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { happens } from './consultationEvent.ts';
import { memberOf } from './planConsultation.ts';

type Answer = { consultation: Consultation };

/** Errors: notFound, consultationOver. */
export function openOne(state: HallState, consultationId: ConsultationId): Consultation {
  const consultation = found(state.consultations.get(consultationId), 'consultation');
  if (consultation.state !== 'open') {
    throw new AppError(consultation.state === 'planned' ? 'consultationNotOpen' : 'consultationOver');
  }
  return consultation;
}

/** Somebody takes a seat; who has one already keeps it. */
export function joinConsultation(state: HallState, consultationId: ConsultationId, who: Invited): Decision<Answer> {
  const consultation = openOne(state, consultationId);
  return isIn(consultation, who) ? happens(consultation) : happens(consultation, { name: 'consultation.joined', data: memberOf(state, who) });
}

export function leaveConsultation(state: HallState, consultationId: ConsultationId, who: Invited): Decision<Answer> {
  const consultation = found(state.consultations.get(consultationId), 'consultation');
  return consultation.state === 'open' && isIn(consultation, who) ? happens(consultation, { name: 'consultation.left', data: { who } }) : happens(consultation);
}

/** They are members from now on. */
export function ringMembers(state: HallState, consultationId: ConsultationId, invited: readonly Invited[]): Decision<Answer> {
  const consultation = openOne(state, consultationId);
  const called = [...new Map(invited.map((who) => [invitedKey(who), who])).values()].map((who) => memberOf(state, who));
  return happens(consultation, { name: 'consultation.rang', data: { called } });
}

export function passChair(state: HallState, consultationId: ConsultationId, who: Invited, wasGone: boolean): Decision<Answer> {
  const consultation = openOne(state, consultationId);
  return invitedKey(consultation.chair.who) === invitedKey(who) ? happens(consultation) : happens(consultation, { name: 'consultation.chairPassed', data: { chair: memberOf(state, who), wasGone } });
}

export function lockConsultation(state: HallState, consultationId: ConsultationId, locked: boolean): Decision<Answer> {
  const consultation = openOne(state, consultationId);
  return consultation.locked === locked ? happens(consultation) : happens(consultation, { name: 'consultation.locked', data: { locked } });
}

export function noteMuted(state: HallState, consultationId: ConsultationId, muted: readonly Pick<Member, 'who' | 'name'>[]): Decision<Answer> {
  return happens(openOne(state, consultationId), ...muted.map(({ who, name }) => ({ name: 'consultation.muted' as const, data: { who, name } })));
}

export function removeMember(state: HallState, consultationId: ConsultationId, { who, name }: Pick<Member, 'who' | 'name'>, reason: string): Decision<Answer> {
  return happens(openOne(state, consultationId), { name: 'consultation.removed', data: { who, name, reason } }, { name: 'consultation.left', data: { who } });
}

/** Stays that a hall which stopped left open. */
export function closeStays(state: HallState, consultationId: ConsultationId, isHere: (who: Invited) => boolean): Decision<Answer> {
  const consultation = openOne(state, consultationId);
  const gone = consultation.stays.filter(({ leftAt, who }) => leftAt === null && !isHere(who));
  return happens(consultation, ...gone.map(({ who }) => ({ name: 'consultation.left' as const, data: { who } })));
}

function isIn({ stays }: Consultation, who: Invited): boolean {
  return stays.some((stay) => stay.leftAt === null && invitedKey(stay.who) === invitedKey(who));
}
