import { describe, expect, it } from 'vitest';
import type { HallState } from '../hallState/hallState.ts';
import { acknowledgeAlarm, ARCHIVE_AFTER_MS, escalateAlarm, isToArchive, noteAlarm, resolveAlarm, takeBackAlarm } from './decideAlarm.ts';
import { askHelp } from './helpOrders.ts';
import { raiseAlarm, type Raising } from './raiseAlarm.ts';
import { AT, court, COURTS, done, ESCALATE_AFTER_MS as escalateAfterMs, newId, outcome, raising } from './testState.ts';

const alarmId = newId.alarm();
const unitId = newId.unit();
const raise = (wish: Partial<Raising> = {}, id = alarmId, at = AT) => (state: HallState) => raiseAlarm(state, raising({ unitId, ...wish }), { alarmId: id, at, escalateAfterMs, hasDesk: () => false });
const version = (state: HallState) => state.alarms.get(alarmId)?.version ?? 0;

const raised = done(COURTS, raise()).state;
const acknowledged = done(raised, (state) => acknowledgeAlarm(state, { alarmId })).state;
const helped = done(acknowledged, (state) =>
  askHelp(state, { alarmId, expectedVersion: version(state), toCourtCodes: [court('闽0583')], text: '请增援', acceptWithinMs: 60_000 }, { sender: { courtCode: court('闽05'), name: '林' }, orderId: newId.order(), at: AT })).state;
const resolved = done(acknowledged, (state) => resolveAlarm(state, { alarmId, expectedVersion: version(state), outcome: 'handled', reason: '已控制' })).state;
const states = { nothing: COURTS, raised, acknowledged, helped, resolved };

describe('an alarm where nobody sits', () => {
  const at = (seats: string[], from = '闽0524') => {
    const { soundsAt } = done(COURTS, (state) => raiseAlarm(state, raising({ unitId, courtCode: court(from) }), { alarmId, at: AT, escalateAfterMs, hasDesk: (code) => seats.includes(code) })).state.alarms.get(alarmId)!;
    return soundsAt;
  };
  it.each([
    [['闽0524', '闽05', '闽'], '闽0524'],
    [['闽05', '闽'], '闽05'],
    [['闽'], '闽'],
    [['闽0525', '闽02'], '闽0524'],
    [[], '闽0524'],
  ])('with desks at %j begins at %s', (seats, expected) => {
    expect(at(seats)).toBe(expected);
  });

  it('climbs past a court that has left its desk meanwhile', () => {
    const dueAt = raised.alarms.get(alarmId)!.escalatesAt!;
    const climb = (seats: string[]) => done(raised, (state) => escalateAlarm(state, alarmId, { at: dueAt, escalateAfterMs, hasDesk: (code) => seats.includes(code) }), { at: dueAt }).state.alarms.get(alarmId)!.soundsAt;
    expect([climb(['闽']), climb(['闽05', '闽']), climb([])]).toEqual(['闽', '闽05', '闽05']);
  });
});

describe('an alarm', () => {
  it.each<[keyof typeof states, Record<string, string>]>([
    ['nothing', { acknowledge: 'notFound', note: 'notFound', resolve: 'notFound', takeBack: 'notFound', escalate: '' }],
    ['raised', { acknowledge: 'alarm.acknowledged', note: 'alarm.noted', resolve: 'alarm.resolved', takeBack: 'alarm.takenBack', escalate: 'alarm.escalated' }],
    ['acknowledged', { acknowledge: '', note: 'alarm.noted', resolve: 'alarm.resolved', takeBack: 'alarm.takenBack', escalate: '' }],
    ['helped', { acknowledge: '', note: 'alarm.noted', resolve: 'helpUnderWay', takeBack: 'alarm.takenBack', escalate: '' }],
    ['resolved', { acknowledge: 'alarmOver', note: 'alarm.noted', resolve: 'alarmOver', takeBack: '', escalate: '' }],
  ])('%s', (name, expected) => {
    const state = states[name];
    const expectedVersion = version(state);
    expect({
      acknowledge: outcome(() => acknowledgeAlarm(state, { alarmId })),
      note: outcome(() => noteAlarm(state, { alarmId, text: '已联系' })),
      resolve: outcome(() => resolveAlarm(state, { alarmId, expectedVersion, outcome: 'handled', reason: '已控制' })),
      takeBack: outcome(() => takeBackAlarm(state, { alarmId, reason: '误触' }, { unitId })),
      escalate: outcome(() => escalateAlarm(state, alarmId, { at: AT + 60_000, escalateAfterMs, hasDesk: () => false })),
    }).toEqual(expected);
  });

  it('is repeated while the same is open, and raised anew when that is over', () => {
    const again = done(raised, raise({ place: { name: '', position: null }, text: '再按' }, newId.alarm()), { at: AT + 5 });
    expect(again.answer).toEqual({ alarmId });
    expect([...again.state.alarms.values()]).toEqual([expect.objectContaining({ repeats: 1, lastRaisedAt: AT + 5, place: raising().place, escalatesAt: AT + 60_000 })]);
    expect(done(resolved, raise({}, newId.alarm())).names).toEqual(['alarm.raised']);
  });

  it.each<[string, Partial<Raising>, string]>([
    ['of another unit', { unitId: newId.unit() }, 'alarm.raised'],
    ['of another kind', { kind: 'silent' }, 'alarm.raised'],
    ['about no unit', { unitId: null }, 'alarm.raised'],
    ['of the same unit', { text: '又按' }, 'alarm.repeated'],
  ])('%s while an SOS is open', (_, wish, name) => {
    expect(done(raised, raise(wish, newId.alarm())).names).toEqual([name]);
  });

  it.each([['police'], ['clue']] as const)('never takes one notice (%s) for another', (kind) => {
    const first = done(COURTS, raise({ kind })).state;
    expect(done(first, raise({ kind }, newId.alarm())).names).toEqual(['alarm.raised']);
  });

  it('tells two clocks of one step apart by what they say', () => {
    const clock = (text: string) => raise({ kind: 'clock', unitId: null, stepId: '00000000-0000-4000-8000-0000000000aa' as never, text }, newId.alarm());
    const first = done(COURTS, clock('拘传 8 小时')).state;
    expect(done(first, clock('拘传 8 小时')).names).toEqual(['alarm.repeated']);
    expect(done(first, clock('通知家属 24 小时')).names).toEqual(['alarm.raised']);
  });

  it.each([
    ['urgent', '闽0524', [['闽05', AT + 120_000], ['闽', null]]],
    ['warning', '闽0524', [['闽05', AT + 600_000], ['闽', null]]],
    ['urgent', '闽05', [['闽', null]]],
    ['urgent', '闽', []],
    ['notice', '闽0524', []],
  ] as const)('%s of %s climbs', (severity, code, expected) => {
    let state = done(COURTS, raise({ severity, courtCode: court(code) })).state;
    const steps = [];
    for (let dueAt = state.alarms.get(alarmId)!.escalatesAt; dueAt !== null; dueAt = state.alarms.get(alarmId)!.escalatesAt) {
      const at = dueAt;
      expect(outcome(() => escalateAlarm(state, alarmId, { at: at - 1, escalateAfterMs, hasDesk: () => false }))).toBe('');
      state = done(state, (before) => escalateAlarm(before, alarmId, { at, escalateAfterMs, hasDesk: () => false }), { at }).state;
      const { soundsAt, escalatesAt } = state.alarms.get(alarmId)!;
      steps.push([soundsAt, escalatesAt]);
    }
    expect(steps).toEqual(expected);
    expect(state.alarms.get(alarmId)!.escalations.map(({ toCourtCode }) => toCourtCode)).toEqual(expected.map(([to]) => to));
  });

  it('is taken back by the unit that pressed, once, and by nobody else', () => {
    expect(outcome(() => takeBackAlarm(raised, { alarmId, reason: '误触' }, { unitId: newId.unit() }))).toBe('notFound');
    const back = done(raised, (state) => takeBackAlarm(state, { alarmId, reason: '误触' }, { unitId })).state;
    expect(back.alarms.get(alarmId)).toMatchObject({ state: 'raised', takenBack: { reason: '误触' } });
    expect(outcome(() => takeBackAlarm(back, { alarmId, reason: '误触' }, { unitId }))).toBe('');
  });

  it('is resolved by whoever saw it as it is', () => {
    expect(outcome(() => resolveAlarm(acknowledged, { alarmId, expectedVersion: 1, outcome: 'handled', reason: '已控制' }))).toBe('conflict');
  });

  it('leaves the desks a week after it was resolved', () => {
    const alarm = resolved.alarms.get(alarmId)!;
    expect([isToArchive(alarm, AT + ARCHIVE_AFTER_MS - 1), isToArchive(alarm, AT + ARCHIVE_AFTER_MS), isToArchive(raised.alarms.get(alarmId)!, AT + 10 * ARCHIVE_AFTER_MS)]).toEqual([false, true, false]);
  });
});
