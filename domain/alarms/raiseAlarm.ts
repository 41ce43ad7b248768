import type { Alarm, AlarmKind, Severity } from '#protocol/alarms/alarms.ts';
import type { EventData } from '#protocol/events.ts';
import type { AlarmId, CourtCode } from '#protocol/nouns/ids.ts';
import { upperCourt } from '../courts/courtName.ts';
import { found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { alarmEvent, isOpen } from './alarmEvent.ts';

/** How long an alarm that nobody acknowledges sounds at one court before it climbs to the one above, ms; null: it never climbs. */
export type EscalateAfterMs = Readonly<Record<Severity, number | null>>;

/** What happened, and in whose court. */
export type Raising = Omit<EventData<'alarm.raised'>, 'escalatesAt'> & { readonly courtCode: CourtCode };

/** Whether anybody sits at a desk of this court now. */
export type HasDesk = (courtCode: CourtCode) => boolean;

/** Under which id and when it is raised, and how it climbs. */
export type Moment = { readonly alarmId: AlarmId; readonly at: number; readonly escalateAfterMs: EscalateAfterMs; readonly hasDesk: HasDesk };

/** Each of them is a matter of its own, however alike two look. */
const NEVER_THE_SAME: ReadonlySet<AlarmKind> = new Set(['police', 'clue']);

/** Raises it under the new id, or repeats the open one of the same kind about the same thing. Errors: notFound (court). */
export function raiseAlarm(state: HallState, { courtCode, ...facts }: Raising, { alarmId, at, escalateAfterMs, hasDesk }: Moment): Decision<{ alarmId: AlarmId }> {
  found(state.courts.get(courtCode), 'court');
  const same = sameOpen(state, { courtCode, ...facts });
  if (same !== undefined) {
    const { place, text, occurredAt } = facts;
    return { events: [alarmEvent(same, { name: 'alarm.repeated', data: { place, text, occurredAt } })], answer: () => ({ alarmId: same.alarmId }) };
  }
  const afterMs = escalateAfterMs[facts.severity];
  const raised = alarmEvent({ alarmId, courtCode }, { name: 'alarm.raised', data: { ...facts, escalatesAt: escalationFrom(courtCode, { at, afterMs }) } });
  const climbs = afterMs === null ? null : firstDesk(courtCode, hasDesk);
  if (climbs === null || climbs === courtCode) {
    return { events: [raised], answer: () => ({ alarmId }) };
  }
  // Where nobody sits, nobody is waited for.
  const escalated = alarmEvent({ alarmId, courtCode }, { name: 'alarm.escalated', data: { toCourtCode: climbs, escalatesAt: escalationFrom(climbs, { at, afterMs }) } });
  return { events: [raised, escalated], answer: () => ({ alarmId }) };
}

/** The lowest court from this one upwards with somebody at a desk; null when there is none. */
export function firstDesk(courtCode: CourtCode, hasDesk: HasDesk): CourtCode | null {
  for (let court: CourtCode | null = courtCode; court !== null; court = upperCourt(court)) {
    if (hasDesk(court)) {
      return court;
    }
  }
  return null;
}

/** When an alarm that begins to sound at this court goes on to the one above; null when it stays. */
export function escalationFrom(courtCode: CourtCode, { at, afterMs }: { readonly at: number; readonly afterMs: number | null }): number | null {
  return afterMs === null || upperCourt(courtCode) === null ? null : at + afterMs;
}

/** The open alarm of that kind about the same unit, fence and step, and for clocks the same limit. */
export function sameOpen(state: HallState, one: Pick<Raising, 'courtCode' | 'kind' | 'unitId' | 'fenceId' | 'stepId' | 'text'>): Alarm | undefined {
  if (NEVER_THE_SAME.has(one.kind) || (one.unitId ?? one.fenceId ?? one.stepId) === null) {
    return undefined;
  }
  return state.alarms.find((alarm) => isOpen(alarm)
    && alarm.kind === one.kind
    && alarm.courtCode === one.courtCode
    && alarm.unitId === one.unitId
    && alarm.fenceId === one.fenceId
    && alarm.stepId === one.stepId
    // One step may run out of two limits; only the words tell them apart.
    && (one.kind !== 'clock' || alarm.text === one.text));
}
