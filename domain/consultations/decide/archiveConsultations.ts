import type { Consultation } from '#protocol/consultations/consultations.ts';
import type { Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { consultationEvent } from './consultationEvent.ts';

const DAY_MS = 86_400_000;
/** So long after its end it is still on the desks, and so long one waits that nobody opened. */
const KEPT_MS = 30 * DAY_MS;
const UNOPENED_MS = 7 * DAY_MS;

/** Those that are long over, and those that nobody ever opened. */
export function archiveConsultations(state: HallState, at: number): Decision<null> {
  const due = [...state.consultations.values()].filter((consultation) => archiveAt(consultation) <= at);
  return { events: due.map((consultation) => consultationEvent(consultation, { name: 'consultation.archived', data: {} })), answer: () => null };
}

/** When the desks let it go; Infinity while it is open. */
export function archiveAt({ state, endedAt, plannedAt, lengthMs }: Pick<Consultation, 'state' | 'endedAt' | 'plannedAt' | 'lengthMs'>): number {
  if (state === 'open') return Infinity;
  return endedAt === null ? plannedAt + lengthMs + UNOPENED_MS : endedAt + KEPT_MS;
}
