import type { Map as PersistentMap } from 'immutable';
import { invitedKey, type Consultation, type Invited, type Stay } from '#protocol/consultations/consultations.ts';
import type { ConsultationId } from '#protocol/nouns/ids.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Consultations = PersistentMap<ConsultationId, Consultation>;

export function foldConsultation(consultations: Consultations, event: EventOf<'consultation'>): Consultations {
  const consultationId = idOf(event.subject) as ConsultationId;
  if (event.name === 'consultation.planned') {
    const { courtCode, data } = event;
    return consultations.set(consultationId, { ...data, consultationId, courtCode, state: 'planned', openedAt: null, endedAt: null, words: null, locked: false, stays: [], removed: [], version: 1 });
  }
  const before = consultations.get(consultationId);
  if (before === undefined) {
    return consultations;
  }
  return event.name === 'consultation.archived' ? consultations.delete(consultationId) : consultations.set(consultationId, { ...changedBy(before, event), version: before.version + 1 });
}

function changedBy(before: Consultation, event: Exclude<EventOf<'consultation'>, { name: 'consultation.planned' | 'consultation.archived' }>): Consultation {
  switch (event.name) {
    case 'consultation.changed': return { ...before, ...event.data };
    case 'consultation.cancelled': return { ...before, state: 'cancelled', endedAt: event.at, words: event.data.reason };
    case 'consultation.opened': return { ...before, state: 'open', openedAt: event.at };
    case 'consultation.rang': return { ...before, members: [...before.members, ...event.data.called.filter(({ who }) => !isIn(before, who))] };
    case 'consultation.joined': return { ...before, stays: [...before.stays, { ...event.data, joinedAt: event.at, leftAt: null }] };
    case 'consultation.left': return { ...before, stays: ended(before.stays, event.data.who, event.at) };
    // Whoever gave it up is a member like the others.
    case 'consultation.chairPassed': return { ...before, chair: event.data.chair, members: [...before.members.filter(({ who }) => invitedKey(who) !== invitedKey(event.data.chair.who)), before.chair] };
    case 'consultation.locked': return { ...before, locked: event.data.locked };
    case 'consultation.muted': return before;
    case 'consultation.removed': return { ...before, removed: [...before.removed, invitedKey(event.data.who)] };
    case 'consultation.ended': return { ...before, state: 'over', endedAt: event.at, words: event.data.words, stays: before.stays.map((stay) => ({ ...stay, leftAt: stay.leftAt ?? event.at })) };
  }
}

function isIn({ members, chair }: Consultation, who: Invited): boolean {
  return [chair, ...members].some((member) => invitedKey(member.who) === invitedKey(who));
}

function ended(stays: readonly Stay[], who: Invited, at: number): Stay[] {
  return stays.map((stay) => (stay.leftAt === null && invitedKey(stay.who) === invitedKey(who) ? { ...stay, leftAt: at } : stay));
}
