import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { derivedCommandId } from '../ports/derivedCommandId.ts';
import type { Happening } from '../ports/alarms.ts';
import { court, newId, openTestStores } from '../testing/testLog.ts';
import { openAlarmRig, STARTED_AT, type AlarmRig } from '../testing/alarmRig.ts';

let keeping: Awaited<ReturnType<typeof openTestStores>>;
let rig: AlarmRig;

beforeAll(async () => {
  keeping = await openTestStores();
});
afterAll(() => keeping.dispose());
beforeEach(async () => {
  rig = await openAlarmRig({ stores: keeping.stores });
});
afterEach(() => rig.close());

const place = { name: '泉州市安溪县', position: { longitudeDeg: 118.18, latitudeDeg: 25.06 } };
const happening = (wish: Partial<Happening> = {}): Happening => ({
  courtCode: court('闽0524'), kind: 'sos', severity: 'urgent', unitId: null, operationId: null, stepId: null, fenceId: null, callId: null, reference: null, place, text: '遇阻', occurredAt: STARTED_AT, ...wish,
});
const command = () => ({ commandId: newId.command() });
const alarm = () => rig.alarms()[0]!;
const orders = () => [...rig.log.state.orders.values()].toSorted((left, right) => left.sentAt - right.sentAt);
const ask = (toCourtCodes: string[]) => rig.handlers['alarm.askHelp']({ ...command(), alarmId: alarm().alarmId, expectedVersion: alarm().version, toCourtCodes: toCourtCodes.map(court), text: '请增援', acceptWithinMs: 60_000 }, rig.person('闽0524'));

describe('an alarm that nobody acknowledges', () => {
  it('climbs to the court above and to the high court, each in its time', async () => {
    await rig.desk.raise(happening());
    await rig.clock.advance(59_999);
    expect(alarm()).toMatchObject({ soundsAt: '闽0524', escalatesAt: STARTED_AT + 60_000 });
    await rig.clock.advance(1);
    expect(alarm()).toMatchObject({ soundsAt: '闽05', escalatesAt: STARTED_AT + 120_000 });
    await rig.clock.advance(600_000);
    expect(alarm()).toMatchObject({ soundsAt: '闽', escalatesAt: null, escalations: [{ toCourtCode: '闽05', at: STARTED_AT + 60_000 }, { toCourtCode: '闽', at: STARTED_AT + 120_000 }] });
  });

  it('stays where somebody acknowledged it, and whoever does so later changes nothing', async () => {
    await rig.desk.raise(happening());
    await rig.clock.advance(60_000);
    const acknowledge = () => rig.handlers['alarm.acknowledge']({ ...command(), alarmId: alarm().alarmId }, rig.person('闽05'));
    const first = await acknowledge();
    expect(first.alarm).toMatchObject({ state: 'acknowledged', escalatesAt: null, acknowledged: { courtCode: '闽05', name: '林警官' } });
    expect(await acknowledge()).toEqual(first);
    await rig.clock.advance(600_000);
    expect(rig.names()).toEqual(['alarm.raised', 'alarm.escalated', 'alarm.acknowledged']);
  });

  it('climbs at once after a restart that came too late, and goes on from there', async () => {
    await rig.desk.raise(happening());
    rig = await rig.restart(600_000);
    await rig.clock.advance(0);
    await vi.waitFor(() => expect(alarm()).toMatchObject({ soundsAt: '闽05' }));
    await rig.clock.advance(60_000);
    expect(alarm().escalations.map(({ toCourtCode, at }) => [toCourtCode, at])).toEqual([['闽05', STARTED_AT + 600_000], ['闽', STARTED_AT + 660_000]]);
  });

  it('climbs when the log is back, if it was away at that moment', async () => {
    await rig.desk.raise(happening());
    rig.journal.setDown('away');
    await rig.clock.advance(60_000);
    expect(alarm().soundsAt).toBe('闽0524');
    rig.journal.setDown(null);
    await vi.waitFor(() => expect(alarm().soundsAt).toBe('闽05'), { timeout: 5_000 });
    expect(rig.names()).toEqual(['alarm.raised', 'alarm.escalated']);
  });
});

describe('what is raised with an id of its own', () => {
  it('is raised once, however it reads the second time, and after a restart', async () => {
    const commandId = derivedCommandId('notice', 7);
    const alarmId = await rig.desk.raise(happening({ kind: 'police', commandId }));
    expect(await rig.desk.raise(happening({ kind: 'police', commandId, text: '稍有不同' }))).toBe(alarmId);
    rig = await rig.restart();
    expect(await rig.desk.raise(happening({ kind: 'police', commandId }))).toBe(alarmId);
    expect(rig.names()).toEqual(['alarm.raised']);
  });
});

describe('an order that nobody accepts', () => {
  it('lapses, and the next court has its own time, also over a restart', async () => {
    await rig.desk.raise(happening());
    await ask(['闽0583', '闽0502', '闽0525']);
    await rig.clock.advance(60_000);
    rig = await rig.restart(30_000);
    await rig.clock.advance(29_999);
    expect(orders().map(({ courtCode, state }) => [courtCode, state])).toEqual([['闽0583', 'lapsed'], ['闽0502', 'sent']]);
    await rig.clock.advance(1);
    const [, , third] = orders();
    expect(third).toMatchObject({ courtCode: '闽0525', state: 'sent', number: '〔2026〕闽0524指令3号', acceptBy: STARTED_AT + 180_000 });
    await rig.handlers['order.accept']({ ...command(), orderId: third!.orderId, expectedVersion: third!.version, unitIds: [] }, rig.person('闽0525'));
    await rig.clock.advance(3_600_000);
    expect(orders()[2]).toMatchObject({ state: 'accepted' });
    expect(alarm()).toMatchObject({ state: 'dispatched', soundsAt: '闽0524', help: { queue: [], orders: [{ state: 'lapsed' }, { state: 'lapsed' }, { state: 'accepted' }] } });
  });

  it('is asked for once, however often the request comes', async () => {
    await rig.desk.raise(happening());
    const data = { ...command(), alarmId: alarm().alarmId, expectedVersion: 1, toCourtCodes: [court('闽0583')], text: '请增援', acceptWithinMs: 60_000 };
    const session = rig.person('闽0524');
    const first = await rig.handlers['alarm.askHelp'](data, session);
    expect(await rig.handlers['alarm.askHelp'](data, session)).toEqual(first);
    expect(orders()).toHaveLength(1);
  });
});

describe('the button of a unit', () => {
  it('raises an alarm where the unit is, on what it is on', async () => {
    const { unitId, session } = await rig.unit('闽0524');
    const operationId = await rig.operation('闽0524', [unitId]);
    rig.fix(unitId);
    const press = { ...command(), pressedAt: STARTED_AT, position: null, text: '' };
    const answer = await rig.handlers['alarm.sos'](press, session);
    expect(await rig.handlers['alarm.sos'](press, session)).toEqual(answer);
    expect(rig.alarms()).toEqual([expect.objectContaining({ ...answer, courtCode: '闽0524', kind: 'sos', severity: 'urgent', unitId, operationId, place, occurredAt: STARTED_AT, repeats: 0 })]);
    await rig.handlers['alarm.sos']({ ...press, ...command(), text: '快' }, session);
    expect(rig.alarms()).toEqual([expect.objectContaining({ repeats: 1 })]);
  });

  it('says when it was pressed, if that reached the hall late, and nothing from the future', async () => {
    const { session } = await rig.unit('闽0524');
    const { session: other } = await rig.unit('闽0524');
    const position = { longitudeDeg: 118.1, latitudeDeg: 24.48 };
    await rig.handlers['alarm.sos']({ ...command(), pressedAt: STARTED_AT - 900_000, position, text: '' }, session);
    await rig.handlers['alarm.sos']({ ...command(), pressedAt: STARTED_AT + 900_000, position: null, text: '' }, other);
    const told = rig.alarms().map(({ occurredAt, raisedAt, place: where }) => [where.name, [occurredAt - STARTED_AT, raisedAt - STARTED_AT]]);
    expect(Object.fromEntries(told)).toEqual({ 厦门市思明区: [-900_000, 0], '': [0, 0] });
  });

  it('is nobody else’s, and only its own unit takes it back', async () => {
    const { session } = await rig.unit('闽0524');
    const { session: other } = await rig.unit('闽0524');
    const press = { ...command(), pressedAt: STARTED_AT, position: null, text: '' };
    await expect(async () => rig.handlers['alarm.sos'](press, rig.person('闽0524'))).rejects.toMatchObject({ code: 'forbidden' });
    const { alarmId } = await rig.handlers['alarm.sos'](press, session);
    await expect(async () => rig.handlers['alarm.takeBack']({ ...command(), alarmId, reason: '误触' }, other)).rejects.toMatchObject({ code: 'notFound' });
    await rig.handlers['alarm.takeBack']({ ...command(), alarmId, reason: '误触' }, session);
    expect(alarm()).toMatchObject({ state: 'raised', takenBack: { reason: '误触' } });
  });
});

describe('who could help', () => {
  const rank = () => rig.handlers['alarm.rankHelp']({ alarmId: alarm().alarmId }, rig.person('闽0524'));

  it('for an SOS in Anxi is not the nearest court, which has nobody there, but the next one', async () => {
    for (const code of ['闽0524', '闽0525', '闽0583', '闽02']) {
      await rig.unit(code);
    }
    await rig.staff('闽0583');
    await rig.staff('闽02');
    await rig.desk.raise(happening());
    const { candidates, rankedAt } = await rank();
    expect(rankedAt).toBe(STARTED_AT);
    expect(candidates.filter(({ able }) => able).map(({ courtCode }) => courtCode)).toEqual(['闽0583', '闽02']);
    const nearest = candidates.find(({ able }) => !able)!;
    expect([nearest.courtCode, nearest.reasons.map(({ reason }) => reason)]).toEqual(['闽0524', ['ownCourt', 'nobodyOnDuty', 'deskAway', 'unitsFree', 'vehicleFree', 'noPosition', 'mountainRoad']]);
    expect(candidates).toHaveLength(12);
  });

  it('is no unit that is away by an order, on an operation, or in need itself, and no court that has refused', async () => {
    const [sent, working, inNeed] = [await rig.unit('闽0583'), await rig.unit('闽0502'), await rig.unit('闽0524')];
    for (const code of ['闽0583', '闽0502', '闽0524']) {
      await rig.staff(code);
    }
    await rig.operation('闽0502', [working.unitId]);
    await rig.handlers['alarm.sos']({ ...command(), pressedAt: 0, position: place.position, text: '' }, inNeed.session);
    expect((await rank()).candidates.filter(({ able }) => able).map(({ courtCode }) => courtCode)).toEqual(['闽0583']);
    await ask(['闽0583']);
    const [first] = orders();
    await rig.handlers['order.accept']({ ...command(), orderId: first!.orderId, expectedVersion: 1, unitIds: [sent.unitId] }, rig.person('闽0583'));
    const { candidates } = await rank();
    expect(candidates.filter(({ able }) => able)).toEqual([]);
    expect(candidates.filter(({ committedUnits }) => committedUnits > 0).map(({ courtCode }) => courtCode).toSorted()).toEqual(['闽0502', '闽0583']);
  });

  it('cannot be said of an alarm that is nowhere', async () => {
    await rig.desk.raise(happening({ place: { name: '', position: null } }));
    await expect(async () => rank()).rejects.toMatchObject({ code: 'noPosition' });
  });
});

describe('the log of an alarm', () => {
  it('holds the alarm and its orders as far as the reader sees them, oldest first', async () => {
    await rig.desk.raise(happening());
    await ask(['闽02']);
    const read = async (code: string) => (await rig.handlers['alarm.log']({ alarmId: alarm().alarmId }, rig.person(code))).entries.map(({ name }) => name);
    expect(await read('闽')).toEqual(['alarm.raised', 'alarm.acknowledged', 'alarm.helpAsked', 'order.sent', 'alarm.helpChanged']);
    expect(await read('闽05')).toEqual(['alarm.raised', 'alarm.acknowledged', 'alarm.helpAsked', 'alarm.helpChanged']);
    rig.journal.setDown('away');
    await expect(read('闽')).rejects.toMatchObject({ code: 'logUnavailable' });
    rig.journal.setDown(null);
  });
});
