import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';

/**
 * Whether the alarm may take tiles on this court's wall: anything urgent that the court sees, and what is the court's own or has come up to
 * it. Without the latter a province's wall would be taken by every low battery of its ninety-five courts.
 */
export function takesTiles({ severity, courtCode, soundsAt, escalations }: Pick<Alarm, 'severity' | 'courtCode' | 'soundsAt' | 'escalations'>, wallOf: CourtCode): boolean {
  return severity === 'urgent' || [courtCode, soundsAt, ...escalations.map(({ toCourtCode }) => toCourtCode)].includes(wallOf);
}
