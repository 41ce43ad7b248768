import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { alarmId, commandId, consultationId, courtCode, operationId, taskId, unitId, userId } from '../nouns/ids.ts';

export const CONSULTATION_STATES = ['planned', 'open', 'over', 'cancelled'] as const;

export const MAX_MEMBERS = 60;
export const MAX_AGENDA_ITEMS = 20;
/** A planned one may be opened so long before its time. */
export const OPEN_EARLY_MS = 30 * 60_000;
/** Nobody planned it for longer than this, and none runs on longer without anybody in it. */
export const MAX_LENGTH_MS = 12 * 3_600_000;
export const REPEATS = ['never', 'weekly', 'fortnightly', 'monthly'] as const;

/** What it is about: opened from there, and shown beside the room. */
export const consultationAbout = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('operation'), operationId }),
  z.strictObject({ kind: z.literal('alarm'), alarmId }),
  z.strictObject({ kind: z.literal('task'), taskId }),
]);
export type ConsultationAbout = z.infer<typeof consultationAbout>;

/** Somebody who belongs to it: a person at a desk, or a field unit. */
const whoIsInvited = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('person'), userId }), z.strictObject({ kind: z.literal('unit'), unitId })]);
export type Invited = z.infer<typeof whoIsInvited>;

/** One word for somebody, the same for equal ones. */
export function invitedKey(who: Invited): string {
  return who.kind === 'person' ? `person/${who.userId}` : `unit/${who.unitId}`;
}

/** `name` and court as they were when the invitation was written. */
const member = z.object({ who: whoIsInvited, name: z.string(), courtCode, courtName: z.string() });
export type Member = z.infer<typeof member>;

const agendaItem = z.object({ title: z.string(), minutes: z.int().nullable() });

const facts = {
  title: z.string(),
  /** Whoever leads it. */
  chair: member,
  members: z.array(member),
  agenda: z.array(agendaItem),
  /** ms since the epoch. */
  plannedAt: z.int(),
  lengthMs: z.int(),
  repeats: z.enum(REPEATS),
  about: consultationAbout.nullable(),
  /** Whoever is not invited waits before the door and is let in by the chair; else only those invited come in. */
  lobby: z.boolean(),
};

/** A stay in the room: `leftAt` null while it lasts. */
const stay = z.object({ who: whoIsInvited, name: z.string(), courtCode, courtName: z.string(), joinedAt: z.int(), leftAt: z.int().nullable() });
export type Stay = z.infer<typeof stay>;

export const consultation = z.object({
  consultationId,
  courtCode,
  ...facts,
  callerName: z.string(),
  state: z.enum(CONSULTATION_STATES),
  openedAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  /** Why it was cancelled or ended. */
  words: z.string().nullable(),
  locked: z.boolean(),
  stays: z.array(stay),
  /** Sent out of the room: they do not come in again (`invitedKey`). */
  removed: z.array(z.string()),
  version: z.int(),
});
export type Consultation = z.infer<typeof consultation>;

export const consultationEvents = {
  /** Subject `consultation/<id>`, as for all. */
  'consultation.planned': event({ data: z.object({ ...facts, callerName: z.string() }) }),
  'consultation.changed': event({ data: z.object(facts) }),
  'consultation.cancelled': event({ data: z.object({ reason: z.string() }) }),
  'consultation.opened': event({ data: z.object({}) }),
  'consultation.rang': event({ data: z.object({ called: z.array(member) }) }),
  'consultation.joined': event({ data: member }),
  'consultation.left': event({ data: z.object({ who: whoIsInvited }) }),
  /** `wasGone`: the former chair had left, and it went to the next by itself. */
  'consultation.chairPassed': event({ data: z.object({ chair: member, wasGone: z.boolean() }) }),
  'consultation.locked': event({ data: z.object({ locked: z.boolean() }) }),
  'consultation.muted': event({ data: z.object({ who: whoIsInvited, name: z.string() }) }),
  'consultation.removed': event({ data: z.object({ who: whoIsInvited, name: z.string(), reason: z.string() }) }),
  'consultation.ended': event({ data: z.object({ words: z.string().nullable() }) }),
  /** Long over; nobody's desk holds it any more. */
  'consultation.archived': event({ data: z.object({}) }),
};

const ringing = z.object({ consultationId, title: z.string(), callerName: z.string(), callerCourt: z.string(), over: z.boolean() });

export const consultationNotices = {
  /** To a desk: those it is invited to or may see that are planned, open or over since a short while; at each change. */
  'consultation.held': notice({ data: z.object({ consultations: z.array(consultation) }) }),
  /** To a desk that is called into an open one; `over`: it rings no more. */
  'consultation.ringing': notice({ data: ringing }),
  /** To whoever rang: what became of it. */
  'consultation.ringAnswered': notice({ data: z.object({ consultationId, userId, name: z.string(), outcome: z.enum(['accepted', 'refused', 'unanswered']) }) }),
};

const wish = {
  title: z.string().trim().min(2).max(80),
  chairId: userId,
  invited: z.array(whoIsInvited).max(MAX_MEMBERS),
  agenda: z.array(z.strictObject({ title: z.string().trim().min(1).max(120), minutes: z.int().min(1).max(480).nullable() })).max(MAX_AGENDA_ITEMS),
  plannedAt: z.int().min(0),
  lengthMs: z.int().min(5 * 60_000).max(MAX_LENGTH_MS),
  repeats: z.enum(REPEATS),
  about: consultationAbout.nullable(),
  lobby: z.boolean(),
};
const one = z.object({ consultation });
const versioned = { commandId, consultationId, expectedVersion: z.int().min(0) };
const reason = z.string().trim().min(2).max(200);

const callable = z.object({ who: whoIsInvited, name: z.string(), courtCode, courtName: z.string(), /** At a desk now, or a unit that is connected. */ isHere: z.boolean() });
export type Callable = z.infer<typeof callable>;

export const consultationRequests = {
  /** What `consultation.held` tells, and who calls this person now; from then on the notices come. */
  'consultation.list': request({ needs: 'consultations.join', input: z.strictObject({}), output: z.object({ consultations: z.array(consultation), ringing: z.array(ringing) }) }),
  /** Whom one may invite, of whatever court: name, court and whether they are there, and nothing more. `text`: part of a name or of a court's. */
  'consultation.directory': request({ needs: 'consultations.hold', input: z.strictObject({ text: z.string().trim().max(40) }), output: z.object({ people: z.array(callable) }) }),
  /** Errors: notFound (somebody who cannot be invited, what it is about), badInput (in the past). */
  'consultation.plan': request({ needs: 'consultations.hold', input: z.strictObject({ commandId, ...wish }), output: one }),
  /** Planned for now and opened; those invited are rung. Errors: as for plan. */
  'consultation.call': request({ needs: 'consultations.hold', input: z.strictObject({ commandId, ...wish }).omit({ plannedAt: true, repeats: true }), output: one }),
  /** By the chair or the court that planned it. Errors: notFound, conflict, forbidden, consultationOver. */
  'consultation.change': request({ needs: 'consultations.hold', input: z.strictObject({ ...versioned, ...wish }), output: one }),
  'consultation.cancel': request({ needs: 'consultations.hold', input: z.strictObject({ ...versioned, reason }), output: one }),
  /** By the chair, or the court that planned it. Errors: notFound, forbidden, consultationOver, consultationEarly. */
  'consultation.open': request({ needs: 'consultations.hold', input: z.strictObject({ commandId, consultationId }), output: one }),
  /** By the chair. Errors: notFound, forbidden, consultationOver. */
  'consultation.end': request({ needs: 'consultations.join', input: z.strictObject({ commandId, consultationId, words: z.string().trim().max(500).nullable() }), output: one }),
  /** Calls people by their desks; one who was not invited is from now on. By somebody who is in the room. Errors: notFound, notInRoom, consultationOver. */
  'consultation.ring': request({ needs: 'consultations.join', input: z.strictObject({ commandId, consultationId, invited: z.array(whoIsInvited).min(1).max(MAX_MEMBERS) }), output: one }),
  /** What is over already is no error. */
  'consultation.answerRing': request({ needs: 'consultations.join', input: z.strictObject({ consultationId, accept: z.boolean() }), output: z.object({}) }),
};
