import { describe, expect, it } from 'vitest';
import { acknowledgeAlarm, resolveAlarm } from '../alarms/decideAlarm.ts';
import { AT, court, COURTS, done, ESCALATE_AFTER_MS as escalateAfterMs, newId, outcome } from '../alarms/testState.ts';
import type { HallState } from '../hallState/hallState.ts';
import { ARCHIVE_AFTER_MS, callBack, isToArchive, takeCall, triageCall } from './decideCall.ts';
import { maskCaller } from './maskCaller.ts';

const callId = newId.call();
const alarmId = newId.alarm();
const limits = { triageWithinMs: 1_800_000, callBackWithinMs: 86_400_000 };
const said = { courtCode: court('闽0203'), callerKind: 'police' as const, callerName: '陈建国', callerPhone: '13800001234', caseNumber: null, place: { name: '派出所', position: null }, text: '暂扣一辆查封的货车' };
const take = (state: HallState, id = callId) => done(state, (before) => takeCall(before, said, { callId: id, at: AT, limits }));
const of = (state: HallState) => ({ callId, expectedVersion: state.calls.get(callId)?.version ?? 0 });
const triage = (state: HallState, to: 'dispatch' | 'advise') => triageCall(state, { ...of(state), triage: to, severity: 'urgent', reason: '有车可扣' }, { alarmId, at: AT + 5, escalateAfterMs, hasDesk: () => false });
const back = (state: HallState) => callBack(state, { ...of(state), result: '已交接', satisfied: true });

const taken = take(COURTS).state;
const dispatched = done(taken, (state) => triage(state, 'dispatch'), { at: AT + 5 }).state;
const advised = done(taken, (state) => triage(state, 'advise')).state;
const handled = done(done(dispatched, (state) => acknowledgeAlarm(state, { alarmId })).state, (state) => resolveAlarm(state, { alarmId, expectedVersion: 2, outcome: 'handled', reason: '车辆已交接' })).state;
const closed = done(handled, back).state;
const states = { taken, dispatched, advised, handled, closed };

describe('a call', () => {
  it.each<[keyof typeof states, string, string]>([
    ['taken', 'call.triaged,alarm.raised', 'callOpen'],
    ['dispatched', 'callTriaged', 'callOpen'],
    ['advised', 'callTriaged', 'call.calledBack'],
    ['handled', 'callTriaged', 'call.calledBack'],
    ['closed', 'callTriaged', 'conflict'],
  ])('%s', (name, onTriage, onCallBack) => {
    const state = states[name];
    expect([outcome(() => triage(state, 'dispatch')), outcome(() => back(state))]).toEqual([onTriage, onCallBack]);
    expect(outcome(() => callBack(state, { callId, expectedVersion: 99, result: '已交接', satisfied: null }))).toBe('conflict');
  });

  it('is counted, masked, and has its limits', () => {
    expect(taken.calls.get(callId)).toMatchObject({ number: '110〔2026〕闽0203第1号', callerMasked: '陈某某，138****1234', triageBy: AT + 1_800_000, callBackBy: AT + 86_400_000 });
    expect(take(taken, newId.call()).answer.call.number).toBe('110〔2026〕闽0203第2号');
    expect(JSON.stringify(taken.calls.get(callId))).not.toMatch(/陈建国|13800001234/);
  });

  it('goes the way of an alarm only when somebody is to be sent', () => {
    expect(dispatched.alarms.get(alarmId)).toMatchObject({ kind: 'police', courtCode: '闽0203', callId, severity: 'urgent', text: said.text, occurredAt: AT, escalatesAt: AT + 60_005 });
    expect(dispatched.calls.get(callId)?.triage).toMatchObject({ alarmId });
    expect([advised.alarms.size, advised.calls.get(callId)?.triage?.alarmId]).toEqual([0, null]);
  });

  it('stays while the next number is counted from it', () => {
    const later = AT + ARCHIVE_AFTER_MS;
    expect(isToArchive(closed, closed.calls.get(callId)!, later)).toBe(false);
    const more = take(closed, newId.call()).state;
    expect([isToArchive(more, more.calls.get(callId)!, later - 1), isToArchive(more, more.calls.get(callId)!, later)]).toEqual([false, true]);
    expect(isToArchive(closed, closed.calls.get(callId)!, Date.UTC(2026, 11, 31, 16))).toBe(true);
  });
});

describe('maskCaller', () => {
  it.each([
    ['', '', '未留姓名'],
    ['欧阳海', '0592-5312345', '欧阳某，059****2345'],
    ['陈', '110', '某，**0'],
    ['林伟', '5312345', '林某，*****45'],
  ])('%s %s: %s', (name, phone, masked) => {
    expect(maskCaller({ name, phone })).toBe(masked);
  });
});
