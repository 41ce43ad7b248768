import { describe, expect, it } from 'vitest';
import type { Alarm, HelpOrder } from '#protocol/alarms/alarms.ts';
import type { Call } from '#protocol/alarms/calls.ts';
import type { CallId } from '#protocol/nouns/ids.ts';
import { callDue, callRows, callStage } from './callStage.ts';

const aCall = (change: Partial<Call> = {}) => ({ callId: 'c' as CallId, takenAt: 0, triage: null, calledBack: null, triageBy: 10, callBackBy: 100, ...change }) as Call;
const triaged = (triage: 'dispatch' | 'advise') => ({ at: 1, name: '陈', triage, severity: 'warning' as const, reason: '', alarmId: null });
const alarmWith = (state: Alarm['state'], ...states: HelpOrder['state'][]) => ({ state, help: states.length === 0 ? null : { orders: states.map((of) => ({ state: of })) } }) as Alarm;

describe('where a call stands', () => {
  it.each<[string, Call, Alarm | undefined]>([
    ['taken', aCall(), undefined],
    ['dispatched', aCall({ triage: triaged('dispatch') }), alarmWith('raised')],
    ['dispatched', aCall({ triage: triaged('dispatch') }), alarmWith('dispatched', 'refused', 'accepted')],
    ['onScene', aCall({ triage: triaged('dispatch') }), alarmWith('dispatched', 'arrived')],
    ['handedOver', aCall({ triage: triaged('dispatch') }), alarmWith('dispatched', 'done')],
    ['callBack', aCall({ triage: triaged('dispatch') }), alarmWith('resolved', 'done')],
    ['callBack', aCall({ triage: triaged('dispatch') }), undefined],
    ['callBack', aCall({ triage: triaged('advise') }), undefined],
    ['closed', aCall({ triage: triaged('advise'), calledBack: { at: 2, name: '陈', result: '', satisfied: true } }), undefined],
  ])('%s', (stage, call, alarm) => {
    expect(callStage(call, alarm)).toBe(stage);
  });
});

it('what is due first stands first, and what is closed last', () => {
  const closed = aCall({ callId: 'closed' as CallId, calledBack: { at: 2, name: '', result: '', satisfied: null } });
  const late = aCall({ callId: 'late' as CallId, triage: triaged('advise'), callBackBy: 50 });
  const fresh = aCall({ callId: 'fresh' as CallId, triageBy: 40 });
  expect(callRows([closed, late, fresh]).map(({ callId }) => callId)).toEqual(['fresh', 'late', 'closed']);
  expect(callDue(closed)).toBeNull();
  expect(callDue(late)).toEqual({ what: 'callBack', dueAt: 50 });
});
