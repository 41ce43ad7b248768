import { describe, expect, it } from 'vitest';
import type { Order, OrderState } from '#protocol/alarms/orders.ts';
import { askHelp, callOffHelp } from '../alarms/helpOrders.ts';
import { raiseAlarm } from '../alarms/raiseAlarm.ts';
import { AT, court, COURTS, done, enrolled, ESCALATE_AFTER_MS as escalateAfterMs, newId, outcome, raising } from '../alarms/testState.ts';
import type { HallState } from '../hallState/hallState.ts';
import { acceptOrder, arriveOrder, finishOrder, lapseOrder, receiveOrder, refuseOrder } from './answerOrder.ts';
import { ARCHIVE_AFTER_MS, isToArchive, sendOrder, withdrawOrder } from './decideOrder.ts';

const alarmId = newId.alarm();
const orderId = newId.order();
const high = { courtCode: court('闽'), name: '陈' };
const anxi = { courtCode: court('闽0524'), name: '林' };
const alarmed = done(COURTS, (state) => raiseAlarm(state, raising(), { alarmId, at: AT, escalateAfterMs, hasDesk: () => false })).state;
const { state: base, unitId } = enrolled(alarmed, '闽0583');

const ask = (state: HallState, toCourtCodes: string[], id = orderId) => done(state, (before) =>
  askHelp(before, { alarmId, expectedVersion: before.alarms.get(alarmId)!.version, toCourtCodes: toCourtCodes.map(court), text: '请增援', acceptWithinMs: 60_000 }, { sender: anxi, orderId: id, at: AT }));
const asked = ask(base, ['闽0583', '闽05', '闽0203']);
const of = (state: HallState, id = orderId) => ({ orderId: id, expectedVersion: state.orders.get(id)?.version ?? 0 });
const next = () => ({ at: AT + 60_000, nextOrderId: newId.order() });
const helpOf = (state: HallState) => state.alarms.get(alarmId)!;

function through(state: HallState, ...steps: readonly ((state: HallState) => ReturnType<typeof receiveOrder>)[]): HallState {
  return steps.reduce((before, step) => done(before, step).state, state);
}

const commands = {
  receive: (state: HallState) => receiveOrder(state, of(state)),
  accept: (state: HallState) => acceptOrder(state, { ...of(state), unitIds: [unitId] }),
  refuse: (state: HallState) => refuseOrder(state, { ...of(state), reason: '无警力' }, next()),
  arrive: (state: HallState) => arriveOrder(state, of(state)),
  finish: (state: HallState) => finishOrder(state, { ...of(state), report: '已控制' }),
  withdraw: (state: HallState) => withdrawOrder(state, { ...of(state), reason: '不需要' }, high),
  lapse: (state: HallState) => lapseOrder(state, orderId, next()),
};

const lone = done(COURTS, (state) => sendOrder(enrolledIn(state), { courtCode: court('闽0583'), operationId: null, severity: 'notice', place: { name: '', position: null }, text: '协助', acceptWithinMs: 60_000 }, { sender: high, orderId, at: AT }));
function enrolledIn(state: HallState): HallState {
  return { ...state, units: base.units };
}
const sent: HallState = enrolledIn(lone.state);
const received = through(sent, commands.receive);
const accepted = through(sent, commands.accept);
const arrived = through(accepted, commands.arrive);
const states: Record<OrderState, HallState> = {
  sent,
  received,
  accepted,
  arrived,
  done: through(arrived, commands.finish),
  refused: through(sent, commands.refuse),
  withdrawn: through(sent, commands.withdraw),
  lapsed: done(sent, commands.lapse).state,
};

describe('an order', () => {
  const over = { receive: 'orderOver', accept: 'orderOver', refuse: 'orderOver', arrive: 'orderOver', finish: 'orderOver', withdraw: 'orderOver', lapse: '' };
  it.each<[OrderState, Record<keyof typeof commands, string>]>([
    ['sent', { receive: 'order.received', accept: 'order.accepted', refuse: 'order.refused', arrive: 'orderOver', finish: 'orderOver', withdraw: 'order.withdrawn', lapse: 'order.lapsed' }],
    ['received', { receive: 'orderOver', accept: 'order.accepted', refuse: 'order.refused', arrive: 'orderOver', finish: 'orderOver', withdraw: 'order.withdrawn', lapse: 'order.lapsed' }],
    ['accepted', { receive: 'orderOver', accept: 'orderOver', refuse: 'orderOver', arrive: 'order.arrived', finish: 'order.done', withdraw: 'order.withdrawn', lapse: '' }],
    ['arrived', { receive: 'orderOver', accept: 'orderOver', refuse: 'orderOver', arrive: 'orderOver', finish: 'order.done', withdraw: 'order.withdrawn', lapse: '' }],
    ['done', over],
    ['refused', over],
    ['withdrawn', over],
    ['lapsed', over],
  ])('%s', (name, expected) => {
    const state = states[name];
    expect(state.orders.get(orderId)?.state).toBe(name);
    const outcomes = Object.fromEntries(Object.entries(commands).map(([command, decide]) => [command, outcome(() => decide(state))]));
    expect(outcomes).toEqual(expected);
  });

  it('lapses no moment too early, and not at all without a limit', () => {
    expect(outcome(() => lapseOrder(sent, orderId, { at: AT + 59_999, nextOrderId: newId.order() }))).toBe('');
    const patient = done(COURTS, (state) => sendOrder(state, { courtCode: court('闽0583'), operationId: null, severity: 'notice', place: { name: '', position: null }, text: '协助', acceptWithinMs: null }, { sender: high, orderId, at: AT })).state;
    expect(outcome(() => lapseOrder(patient, orderId, { at: AT + 1e12, nextOrderId: newId.order() }))).toBe('');
  });

  it('is accepted with units of the receiver alone', () => {
    const foreign = enrolled(sent, '闽0203');
    expect(outcome(() => acceptOrder(foreign.state, { ...of(foreign.state), unitIds: [foreign.unitId] }))).toBe('notFound');
    expect(accepted.orders.get(orderId)?.unitIds).toEqual([unitId]);
  });

  it('is withdrawn by the sender\'s side, not by the receiver', () => {
    expect(outcome(() => withdrawOrder(sent, { ...of(sent), reason: '不需要' }, { courtCode: court('闽0583') }))).toBe('forbidden');
    expect(outcome(() => withdrawOrder(sent, { orderId, expectedVersion: 9, reason: '不需要' }, { courtCode: court('闽0583') }))).toBe('conflict');
  });
});

describe('help for an alarm', () => {
  it('is asked of one court, in the name of whoever asks, and acknowledges', () => {
    expect(asked.names).toEqual(['alarm.acknowledged', 'alarm.helpAsked', 'order.sent', 'alarm.helpChanged']);
    expect(asked.state.orders.get(orderId)).toMatchObject({ courtCode: '闽0583', fromCourtCode: '闽0524', fromName: '林', number: '〔2026〕闽0524指令1号', acceptBy: AT + 60_000, alarmId });
    expect(helpOf(asked.state)).toMatchObject({ state: 'dispatched', escalatesAt: null, help: { queue: ['闽05', '闽0203'], orders: [{ toCourtCode: '闽0583', state: 'sent' }] } });
    expect(outcome(() => askHelp(asked.state, { alarmId, expectedVersion: helpOf(asked.state).version, toCourtCodes: [court('闽05')], text: '请增援', acceptWithinMs: 60_000 }, { sender: anxi, orderId: newId.order(), at: AT }))).toBe('helpUnderWay');
  });

  it.each(['refuse', 'lapse'] as const)('goes on to the next court with a new order in the same stroke: %s', (command) => {
    const one = done(asked.state, (state) => commands[command](state) as ReturnType<typeof receiveOrder>, { at: AT + 60_000 });
    expect(one.names.slice(1)).toEqual(['alarm.helpChanged', 'order.sent', 'alarm.helpChanged']);
    const second = [...one.state.orders.values()].find(({ courtCode }) => courtCode === '闽05') as Order;
    expect(second).toMatchObject({ state: 'sent', fromCourtCode: '闽0524', number: '〔2026〕闽0524指令2号', acceptBy: AT + 120_000 });
    expect(helpOf(one.state)).toMatchObject({ state: 'dispatched', help: { queue: ['闽0203'], orders: [{ toCourtCode: '闽0583' }, { toCourtCode: '闽05', state: 'sent' }] } });
  });

  it('asks nobody else once it is accepted, and then waits for its end before the alarm can be resolved', () => {
    const going = through(asked.state, commands.accept);
    expect(helpOf(going)).toMatchObject({ state: 'dispatched', help: { queue: [], orders: [{ state: 'accepted' }] } });
    const over = through(going, commands.arrive, commands.finish);
    expect(helpOf(over)).toMatchObject({ state: 'dispatched', help: { orders: [{ state: 'done', reason: '已控制' }] } });
  });

  it('is nobody\'s any more when the last one has refused', () => {
    const refused = done(ask(base, ['闽0583']).state, (state) => commands.refuse(state));
    expect(refused.names).toEqual(['order.refused', 'alarm.helpChanged']);
    expect(helpOf(refused.state)).toMatchObject({ state: 'acknowledged', help: { queue: [] } });
    expect(ask(refused.state, ['闽05'], newId.order()).names).toEqual(['alarm.helpAsked', 'order.sent', 'alarm.helpChanged']);
  });

  it('is called off with everything that was under way', () => {
    const off = done(asked.state, (state) => callOffHelp(state, { alarmId, expectedVersion: helpOf(state).version, reason: '已控制' }));
    expect(off.state.orders.get(orderId)).toMatchObject({ state: 'withdrawn' });
    expect(helpOf(off.state)).toMatchObject({ state: 'acknowledged', help: { queue: [] } });
  });
});

describe('the numbers of orders', () => {
  const send = (state: HallState, at: number, from = high) => done(state, (before) =>
    sendOrder(before, { courtCode: court('闽0583'), operationId: null, severity: 'notice', place: { name: '', position: null }, text: '协助', acceptWithinMs: null }, { sender: from, orderId: newId.order(), at }), { at });

  it('are counted by sending court and Beijing year', () => {
    const newYear = Date.UTC(2026, 11, 31, 16);
    let state = COURTS;
    const numbers = [[AT, high], [AT, anxi], [AT, high], [newYear - 1, high], [newYear, high]].map(([at, from]) => {
      const sentNow = send(state, at as number, from as typeof high);
      ({ state } = sentNow);
      return sentNow.answer.order.number;
    });
    expect(numbers).toEqual(['〔2026〕闽指令1号', '〔2026〕闽0524指令1号', '〔2026〕闽指令2号', '〔2026〕闽指令3号', '〔2027〕闽指令1号']);
  });

  it('are given once, although old orders leave the state', () => {
    let state = COURTS;
    for (let count = 0; count < 3; count++) {
      const { state: after, answer } = send(state, AT);
      state = done(after, (before) => withdrawOrder(before, { orderId: answer.order.orderId, expectedVersion: 1, reason: '不需要' }, high)).state;
    }
    const kept = (at: number) => [...state.orders.values()].filter((order) => !isToArchive(state, order, at)).map(({ number }) => number);
    expect(kept(AT + ARCHIVE_AFTER_MS - 1)).toHaveLength(3);
    expect(kept(AT + ARCHIVE_AFTER_MS)).toEqual(['〔2026〕闽指令3号']);
    expect(kept(AT + 90 * 86_400_000)).toEqual([]);
  });
});
