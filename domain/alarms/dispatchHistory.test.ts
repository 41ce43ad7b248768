import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilitiesOfPerson } from '../access/roles.ts';
import { maySee, nounOf } from '../access/viewer.ts';
import type { Decision } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { visibleState, type HallState } from '../hallState/hallState.ts';
import { callBack, callEvent, isToArchive as isOldCall, takeCall, triageCall } from '../calls/decideCall.ts';
import { acceptOrder, arriveOrder, finishOrder, lapseOrder, receiveOrder, refuseOrder } from '../orders/answerOrder.ts';
import { isToArchive as isOldOrder, sendOrder, withdrawOrder } from '../orders/decideOrder.ts';
import { isOpenOrder, orderEvent } from '../orders/orderEvent.ts';
import { AppError } from '#protocol/errors.ts';
import { OPEN_ORDER_STATES } from '#protocol/alarms/orders.ts';
import { eventOf, events, type HallEvent } from '#protocol/events.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { alarmEvent } from './alarmEvent.ts';
import { acknowledgeAlarm, escalateAlarm, isToArchive as isOldAlarm, noteAlarm, resolveAlarm, takeBackAlarm } from './decideAlarm.ts';
import { askHelp, callOffHelp } from './helpOrders.ts';
import { raiseAlarm } from './raiseAlarm.ts';
import { AT, court, COURTS, ESCALATE_AFTER_MS as escalateAfterMs, newId, raising } from './testState.ts';

const CODES = ['闽', '闽02', '闽0203', '闽05', '闽0524', '闽0583'].map(court);
const UNITS = [newId.unit(), newId.unit()];
const place = { name: '', position: null };

type Dice = { readonly a: number; readonly b: number; readonly stale: boolean };
type Ask = (state: HallState, dice: Dice, at: number) => Decision<unknown>;

const pick = <Value>(from: Iterable<Value>, number: number): Value | undefined => {
  const all = [...from];
  return all[number % all.length];
};
const codeOf = (number: number) => CODES[number % CODES.length]!;
const sender = ({ b }: Dice) => ({ courtCode: codeOf(b), name: '林' });
const alarmOf = (state: HallState, { a, stale }: Dice) => {
  const alarm = pick(state.alarms.values(), a);
  return { alarmId: alarm?.alarmId ?? newId.alarm(), expectedVersion: (alarm?.version ?? 0) + (stale ? 1 : 0) };
};
const orderOf = (state: HallState, { a, stale }: Dice) => {
  const order = pick(state.orders.filter(isOpenOrder).values(), a) ?? pick(state.orders.values(), a);
  return { orderId: order?.orderId ?? newId.order(), expectedVersion: (order?.version ?? 0) + (stale ? 1 : 0) };
};
const callOf = (state: HallState, { a, stale }: Dice) => {
  const call = pick(state.calls.values(), a);
  return { callId: call?.callId ?? newId.call(), expectedVersion: (call?.version ?? 0) + (stale ? 1 : 0) };
};

const ASKS: Record<string, Ask> = {
  raise: (state, { a, b }, at) => raiseAlarm(state, raising({ courtCode: codeOf(b), unitId: UNITS[a % 3] ?? null, kind: (['sos', 'silent', 'police'] as const)[b % 3]! }), { alarmId: newId.alarm(), at, escalateAfterMs, hasDesk: () => false }),
  acknowledge: (state, dice) => acknowledgeAlarm(state, alarmOf(state, dice)),
  note: (state, dice) => noteAlarm(state, { ...alarmOf(state, dice), text: '记录' }),
  takeBack: (state, dice) => takeBackAlarm(state, { ...alarmOf(state, dice), reason: '误触' }, { unitId: UNITS[dice.b % 2]! }),
  escalate: (state, dice, at) => escalateAlarm(state, alarmOf(state, dice).alarmId, { at, escalateAfterMs, hasDesk: () => false }),
  askHelp: (state, dice, at) => askHelp(state, { ...alarmOf(state, dice), toCourtCodes: [codeOf(dice.b), codeOf(dice.a), codeOf(dice.a + dice.b)], text: '请增援', acceptWithinMs: 60_000 }, { sender: sender(dice), orderId: newId.order(), at }),
  callOffHelp: (state, dice) => callOffHelp(state, { ...alarmOf(state, dice), reason: '不需要' }),
  resolve: (state, dice) => resolveAlarm(state, { ...alarmOf(state, dice), outcome: 'handled', reason: '已控制' }),
  send: (state, dice, at) => sendOrder(state, { courtCode: codeOf(dice.a), operationId: null, severity: 'notice', place, text: '协助', acceptWithinMs: dice.b % 2 === 0 ? null : 60_000 }, { sender: sender(dice), orderId: newId.order(), at }),
  receive: (state, dice) => receiveOrder(state, orderOf(state, dice)),
  accept: (state, dice) => acceptOrder(state, { ...orderOf(state, dice), unitIds: dice.b % 5 === 0 ? [UNITS[0]!] : [] }),
  refuse: (state, dice, at) => refuseOrder(state, { ...orderOf(state, dice), reason: '无警力' }, { at, nextOrderId: newId.order() }),
  lapse: (state, dice, at) => lapseOrder(state, orderOf(state, dice).orderId, { at, nextOrderId: newId.order() }),
  arrive: (state, dice) => arriveOrder(state, orderOf(state, dice)),
  finish: (state, dice) => finishOrder(state, { ...orderOf(state, dice), report: '已办' }),
  withdraw: (state, dice) => withdrawOrder(state, { ...orderOf(state, dice), reason: '不需要' }, sender(dice)),
  take: (state, { a }, at) => takeCall(state, { courtCode: codeOf(a), callerKind: 'other', callerName: '陈某', callerPhone: '', caseNumber: null, place, text: '线索' }, { callId: newId.call(), at, limits: { triageWithinMs: 1, callBackWithinMs: 2 } }),
  triage: (state, dice, at) => triageCall(state, { ...callOf(state, dice), triage: dice.b % 2 === 0 ? 'dispatch' : 'advise', severity: 'warning', reason: '' }, { alarmId: newId.alarm(), at, escalateAfterMs, hasDesk: () => false }),
  callBack: (state, dice) => callBack(state, { ...callOf(state, dice), result: '已告知', satisfied: null }),
  archive: (state, _dice, at) => ({
    events: [
      ...[...state.alarms.values()].filter((alarm) => isOldAlarm(alarm, at)).map((alarm) => alarmEvent(alarm, { name: 'alarm.archived', data: {} })),
      ...[...state.orders.values()].filter((order) => isOldOrder(state, order, at)).map((order) => orderEvent(order, { name: 'order.archived', data: {} })),
      ...[...state.calls.values()].filter((call) => isOldCall(state, call, at)).map((call) => callEvent(call, { name: 'call.archived', data: {} })),
    ],
    answer: () => null,
  }),
};

const NAMES = Object.keys(ASKS);
/** What follows another is commoner than chance would have it. */
const WEIGHTED = [...NAMES, ...NAMES, 'raise', 'askHelp', 'askHelp', 'receive', 'accept', 'accept', 'refuse', 'lapse', 'arrive', 'finish', 'triage', 'callBack', 'resolve', 'resolve'];
const history = fc.array(fc.record({ ask: fc.constantFrom(...WEIGHTED), passMs: fc.constantFrom(0, 1_000, 60_000, 86_400_000, 8 * 86_400_000), dice: fc.record({ a: fc.nat(59), b: fc.nat(59), stale: fc.nat(14).map((number) => number === 0) }) }), { minLength: 20, maxLength: 90 });
type Steps = typeof history extends fc.Arbitrary<infer Of> ? Of : never;
type Moment = { readonly event: HallEvent; readonly before: HallState; readonly state: HallState };

/** After each command its events, and what was refused. */
function run(steps: Steps, decided: (state: HallState) => void = () => {}) {
  let state = COURTS;
  let at = AT;
  const moments: Moment[] = [];
  const outcomes = new Set<string>();
  for (const { ask, passMs, dice } of steps) {
    at += passMs;
    try {
      for (const made of ASKS[ask]!(state, dice, at).events) {
        const entry: WireEntry = { sequence: moments.length + 1, at, version: nextVersion(state, made.name, made.subject), actor: { kind: 'hall' }, ...made };
        const event = eventOf(JSON.parse(JSON.stringify(entry)) as WireEntry)!;
        expect(event).toEqual(entry);
        const before = state;
        state = fold(state, event);
        moments.push({ event, before, state });
        outcomes.add(event.name);
      }
    } catch (error) {
      if (!(error instanceof AppError)) {
        throw error;
      }
      outcomes.add(error.code);
    }
    decided(state);
  }
  return { moments, outcomes };
}

describe('a history of alarms, orders and calls', () => {
  it('tells both sides the same, has one order of an alarm under way, and resolves nothing over somebody’s head', () => {
    fc.assert(fc.property(history, (steps) => {
      run(steps, (state) => {
        for (const { help, state: standing, escalatesAt, acknowledged } of state.alarms.values()) {
          const orders = help?.orders ?? [];
          const open = orders.filter((order) => OPEN_ORDER_STATES.includes(order.state));
          expect(open.length).toBeLessThanOrEqual(1);
          expect(standing === 'resolved' && open.length > 0).toBe(false);
          expect(standing === 'dispatched' || standing === 'resolved').toBe(standing === 'resolved' || open.length > 0 || orders.some((order) => order.state === 'done'));
          expect(escalatesAt !== null && (standing !== 'raised' || acknowledged !== null)).toBe(false);
          for (const { orderId, toCourtCode, state: said } of orders) {
            const order = state.orders.get(orderId);
            expect(order === undefined || (order.state === said && order.courtCode === toCourtCode)).toBe(true);
          }
        }
      });
    }), { numRuns: 300 });
  });

  it('gives each number once, although most of what bears them leaves the state', () => {
    fc.assert(fc.property(history, (steps) => {
      const numbers = run(steps).moments.flatMap(({ event }) => (event.name === 'order.sent' || event.name === 'call.taken' ? [event.data.number] : []));
      expect(new Set(numbers).size).toBe(numbers.length);
    }), { numRuns: 300 });
  });

  it('is the same for who sees only a part of it', () => {
    fc.assert(fc.property(history, fc.constantFrom<CourtCode>(...CODES), fc.constantFrom('dispatcher' as const, 'judge' as const), (steps, courtCode, role) => {
      const viewer = { courtCode, capabilities: new Set(capabilitiesOfPerson([role], { mustChangePassword: false })) };
      let replica = visibleState(COURTS, viewer);
      for (const { event, state } of run(steps).moments) {
        replica = maySee(viewer, nounOf(event.name), event.courtCode) ? fold(replica, event) : replica;
        const visible = visibleState(state, viewer);
        expect([replica.alarms.toJS(), replica.orders.toJS(), replica.calls.toJS()]).toEqual([visible.alarms.toJS(), visible.orders.toJS(), visible.calls.toJS()]);
      }
    }), { numRuns: 40 });
  });

  it('meets every event and every refusal', () => {
    const met = new Set(fc.sample(history, { numRuns: 300, seed: 5 }).flatMap((steps) => [...run(steps).outcomes]));
    const codes = ['alarmOver', 'callOpen', 'callTriaged', 'conflict', 'forbidden', 'helpUnderWay', 'notFound', 'orderOver'];
    const names = Object.keys(events).filter((name) => /^(alarm|order|call)\./.test(name));
    expect([...met].toSorted()).toEqual([...codes, ...names].toSorted());
  });
});
