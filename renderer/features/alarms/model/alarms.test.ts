import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALARM_STATES, SEVERITIES, type Alarm } from '#protocol/alarms/alarms.ts';
import type { AlarmId, CourtCode } from '#protocol/nouns/ids.ts';
import { alarmRows, callsFor } from './alarmRows.ts';

const [ANXI, QUANZHOU, HIGH] = ['闽0524', '闽05', '闽'] as [CourtCode, CourtCode, CourtCode];

function anAlarm(change: Partial<Alarm> = {}): Alarm {
  return {
    alarmId: 'a' as AlarmId,
    courtCode: ANXI,
    kind: 'sos',
    severity: 'urgent',
    unitId: null,
    operationId: null,
    stepId: null,
    fenceId: null,
    callId: null,
    place: { name: '安溪', position: null },
    text: '',
    occurredAt: 0,
    raisedAt: 0,
    state: 'raised',
    repeats: 0,
    lastRaisedAt: 0,
    takenBack: null,
    soundsAt: ANXI,
    escalatesAt: null,
    escalations: [],
    acknowledged: null,
    help: null,
    resolved: null,
    version: 1,
    ...change,
  };
}

describe('the list of alarms', () => {
  it('puts what is worse before what is older, and what waits before what somebody sees to', () => {
    const alarm = fc.record({ severity: fc.constantFrom(...SEVERITIES), state: fc.constantFrom(...ALARM_STATES), raisedAt: fc.nat(100) });
    fc.assert(
      fc.property(fc.array(alarm), (changes) => {
        const rows = alarmRows(changes.map((change, index) => anAlarm({ ...change, alarmId: String(index) as AlarmId })), 'open', QUANZHOU);
        expect(rows).toHaveLength(changes.filter(({ state }) => state !== 'resolved').length);
        const weight = ({ severity }: Alarm) => SEVERITIES.indexOf(severity);
        const pairs = rows.slice(1).map((next, index) => [rows[index]!, next] as const);
        expect(pairs.filter(([row, next]) => weight(row) > weight(next))).toEqual([]);
        const alike = pairs.filter(([row, next]) => weight(row) === weight(next));
        expect(alike.filter(([row, next]) => row.state === next.state && row.raisedAt > next.raisedAt)).toEqual([]);
        expect(alike.filter(([row, next]) => next.state === 'raised' && row.state !== 'raised')).toEqual([]);
      }),
    );
  });

  it('calls the court it is with, until somebody answers', () => {
    expect(callsFor(anAlarm(), ANXI)).toBe(true);
    expect(callsFor(anAlarm(), QUANZHOU)).toBe(false);
    expect(callsFor(anAlarm({ soundsAt: QUANZHOU }), QUANZHOU)).toBe(true);
    expect(callsFor(anAlarm({ soundsAt: QUANZHOU }), ANXI)).toBe(false);
    expect(callsFor(anAlarm({ state: 'acknowledged' }), ANXI)).toBe(false);
  });

  it('is of one court: its own, those that climbed to it, and those it answered', () => {
    const answered = { at: 1, name: '陈', userId: null, courtCode: HIGH };
    const alarms = [
      anAlarm({ alarmId: 'own' as AlarmId }),
      anAlarm({ alarmId: 'climbed' as AlarmId, soundsAt: HIGH }),
      anAlarm({ alarmId: 'answered' as AlarmId, state: 'acknowledged', acknowledged: answered }),
      anAlarm({ alarmId: 'over' as AlarmId, state: 'resolved' }),
    ];
    expect(alarmRows(alarms, 'here', HIGH).map(({ alarmId }) => alarmId)).toEqual(['climbed', 'answered']);
    expect(alarmRows(alarms, 'here', ANXI).map(({ alarmId }) => alarmId)).toEqual(['own', 'climbed', 'answered']);
  });
});
