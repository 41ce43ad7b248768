import type { Consultation } from '#protocol/consultations/consultations.ts';
import type { EventName } from '#protocol/events.ts';
import type { Decision, NewEvent } from '../../decision/decision.ts';
import { found } from '../../decision/decision.ts';

type ConsultationEvent = Extract<NewEvent, { name: Extract<EventName, `consultation.${string}`> }>;
export type Happening = ConsultationEvent extends infer Event ? (Event extends ConsultationEvent ? Pick<Event, 'name' | 'data'> : never) : never;

export function consultationEvent({ consultationId, courtCode }: Pick<Consultation, 'consultationId' | 'courtCode'>, happening: Happening): NewEvent {
  return { ...happening, subject: `consultation/${consultationId}`, courtCode };
}

/** What happens to one, in order. */
export function happens(consultation: Consultation, ...happenings: readonly Happening[]): Decision<{ consultation: Consultation }> {
  return {
    events: happenings.map((happening) => consultationEvent(consultation, happening)),
    answer: (after) => ({ consultation: found(after.consultations.get(consultation.consultationId), 'consultation') }),
  };
}
