import type { Consultation, Invited, Member } from '#protocol/consultations/consultations.ts';
import { invitedKey, OPEN_EARLY_MS } from '#protocol/consultations/consultations.ts';
import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { ConsultationId, CourtCode, UserId } from '#protocol/nouns/ids.ts';
import { capabilitiesOfPerson } from '../../access/roles.ts';
import { sees } from '../../access/viewer.ts';
import { courtName } from '../../courts/courtName.ts';
import { expectVersion, found, type Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { nextOf } from '../repeats.ts';
import { consultationEvent, happens } from './consultationEvent.ts';

type Wish = Omit<RequestData<'consultation.plan'>, 'commandId'>;
type By = { readonly userId: UserId | null; readonly courtCode: CourtCode };
type Answer = { consultation: Consultation };
/** A wish for a moment that is just over was written for now. */
const JUST_OVER_MS = 5 * 60_000;

/** Errors: notFound (somebody who cannot be invited), badInput (in the past). */
export function planConsultation(state: HallState, wish: Wish, { consultationId, courtCode, callerName, at }: { readonly consultationId: ConsultationId; readonly courtCode: CourtCode; readonly callerName: string; readonly at: number }): Decision<Answer> {
  const event = consultationEvent({ consultationId, courtCode }, { name: 'consultation.planned', data: { ...factsOf(state, wish, at), callerName } });
  return { events: [event], answer: (after) => ({ consultation: found(after.consultations.get(consultationId), 'consultation') }) };
}

/** Planned for now, and open. Errors: as for plan. */
export function callConsultation(state: HallState, wish: Omit<Wish, 'plannedAt' | 'repeats'>, context: Parameters<typeof planConsultation>[2]): Decision<Answer> {
  const planned = planConsultation(state, { ...wish, plannedAt: Math.round(context.at), repeats: 'never' }, context);
  return { ...planned, events: [...planned.events, consultationEvent(context, { name: 'consultation.opened', data: {} })] };
}

/** Errors: notFound, conflict, forbidden, consultationOver, badInput. */
export function changeConsultation(state: HallState, { consultationId, expectedVersion, ...wish }: Omit<RequestData<'consultation.change'>, 'commandId'>, by: By & { readonly at: number }): Decision<Answer> {
  const consultation = plannedOne(state, consultationId, by);
  expectVersion(consultation, expectedVersion);
  return happens(consultation, { name: 'consultation.changed', data: factsOf(state, wish, by.at) });
}

/** Errors: notFound, conflict, forbidden, consultationOver. */
export function cancelConsultation(state: HallState, { consultationId, expectedVersion, reason }: Omit<RequestData<'consultation.cancel'>, 'commandId'>, by: By): Decision<Answer> {
  const consultation = plannedOne(state, consultationId, by);
  expectVersion(consultation, expectedVersion);
  return happens(consultation, { name: 'consultation.cancelled', data: { reason } });
}

/** What is open already stays so. Errors: notFound, forbidden, consultationOver, consultationEarly. */
export function openConsultation(state: HallState, consultationId: ConsultationId, by: By & { readonly at: number }): Decision<Answer> {
  const open = state.consultations.get(consultationId);
  if (open?.state === 'open') {
    return happens(open);
  }
  const consultation = plannedOne(state, consultationId, by);
  if (by.at < consultation.plannedAt - OPEN_EARLY_MS) {
    throw new AppError('consultationEarly', { params: { minutes: OPEN_EARLY_MS / 60_000 } });
  }
  return happens(consultation, { name: 'consultation.opened', data: {} });
}

/** The end, and for one of a series the next. Errors: consultationOver. */
export function endConsultation(state: HallState, consultationId: ConsultationId, { words, nextId, at }: { readonly words: string | null; readonly nextId: ConsultationId; readonly at: number }): Decision<Answer> {
  const consultation = found(state.consultations.get(consultationId), 'consultation');
  if (consultation.state !== 'open') {
    throw new AppError('consultationOver');
  }
  const end = happens(consultation, { name: 'consultation.ended', data: { words } });
  const plannedAt = nextOf(consultation, at);
  if (plannedAt === null) {
    return end;
  }
  const { courtCode, title, chair, members, agenda, lengthMs, repeats, about, lobby, callerName } = consultation;
  const next = consultationEvent({ consultationId: nextId, courtCode }, { name: 'consultation.planned', data: { title, chair, members, agenda, plannedAt, lengthMs, repeats, about, lobby, callerName } });
  return { ...end, events: [...end.events, next] };
}

/** Who they are, as an invitation names them. Errors: notFound for those who are gone or cannot take part. */
export function memberOf(state: HallState, who: Invited): Member {
  const somebody = who.kind === 'unit' ? state.units.get(who.unitId) : state.users.get(who.userId);
  const { name, courtCode } = found(somebody, who.kind);
  const mayCome = who.kind === 'unit' ? state.units.get(who.unitId)?.state !== 'revoked' : mayJoin(state, who.userId);
  if (!mayCome) {
    throw new AppError('notFound', { params: { what: who.kind } });
  }
  return { who, name, courtCode, courtName: courtName(state.courts, courtCode) };
}

/** Whether a person of the register may take part in consultations. */
export function mayJoin(state: HallState, userId: UserId): boolean {
  const user = state.users.get(userId);
  return user?.state === 'active' && capabilitiesOfPerson(user.roles, { mustChangePassword: false }).includes('consultations.join');
}

function factsOf(state: HallState, { chairId, invited, ...wish }: Wish, at: number) {
  if (wish.about?.kind === 'operation') found(state.operations.get(wish.about.operationId), 'operation');
  if (wish.about?.kind === 'alarm') found(state.alarms.get(wish.about.alarmId), 'alarm');
  const chair = memberOf(state, { kind: 'person', userId: chairId });
  if (wish.plannedAt < at - JUST_OVER_MS) {
    throw new AppError('badInput', { params: { field: 'plannedAt' } });
  }
  const others = new Map(invited.map((who) => [invitedKey(who), who]));
  others.delete(invitedKey(chair.who));
  return { ...wish, chair, members: [...others.values()].map((who) => memberOf(state, who)) };
}

/** Errors: notFound, forbidden, consultationOver. */
function plannedOne(state: HallState, consultationId: ConsultationId, by: By): Consultation {
  const consultation = found(state.consultations.get(consultationId), 'consultation');
  const isChair = consultation.chair.who.kind === 'person' && consultation.chair.who.userId === by.userId;
  if (!isChair && !sees(by.courtCode, consultation.courtCode)) {
    throw new AppError('forbidden');
  }
  if (consultation.state !== 'planned') {
    throw new AppError('consultationOver');
  }
  return consultation;
}
