import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { VirtualClock } from '../clock/virtualClock.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

let test: TestHall;
const clock = VirtualClock.create({ rate: 0 });
/** Desks of the alarm's court, the one above it, a sibling that is asked for help, one that has nothing to do with it, and the high court. */
const desks = {} as Record<'anxi' | 'quanzhou' | 'nanan' | 'simin' | 'high', RawClient>;

beforeAll(async () => {
  test = await startTestHall({ clock });
  for (const [name, courtCode] of Object.entries({ anxi: '闽0524', quanzhou: '闽05', nanan: '闽0583', simin: '闽0203', high: '闽' })) {
    desks[name as keyof typeof desks] = await test.enter('desk', { courtCode, roles: ['dispatcher'] });
  }
});
afterAll(async () => {
  await test.close();
  clock.close();
});

const command = () => ({ commandId: newCommandId() });

async function stateOf(desk: RawClient) {
  const { log } = await desk.request('hall.follow', { from: null });
  return log.kind === 'snapshot' ? log.state : Promise.reject(new Error('no snapshot'));
}

describe('an SOS in a hall', () => {
  it('is seen, answered and helped with by those whom it concerns alone', async () => {
    const { token } = await test.unit({ courtCode: '闽0524', name: '安溪01' });
    const unit = await test.enter('unit', { token });
    const press = { ...command(), pressedAt: clock.now(), position: { longitudeDeg: 118.18, latitudeDeg: 25.06 }, text: '' };
    const { alarmId } = await unit.request('alarm.sos', press);
    expect(await unit.request('alarm.sos', press)).toEqual({ alarmId });

    // Who sees it, and who may do something about it.
    const seen = await Promise.all(Object.entries(desks).map(async ([name, desk]) => [name, (await stateOf(desk)).alarms.length]));
    expect(Object.fromEntries(seen)).toEqual({ anxi: 1, quanzhou: 1, nanan: 0, simin: 0, high: 1 });
    for (const desk of [desks.nanan, desks.simin]) {
      for (const method of ['alarm.acknowledge', 'alarm.rankHelp', 'alarm.log'] as const) {
        const data = method === 'alarm.acknowledge' ? { ...command(), alarmId } : { alarmId };
        expect(await desk.ask(method, data)).toMatchObject({ ok: false, error: { code: 'notFound' } });
      }
    }
    expect(await unit.ask('alarm.acknowledge', { ...command(), alarmId })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await desks.anxi.ask('alarm.sos', { ...press, ...command() })).toMatchObject({ ok: false, error: { code: 'forbidden' } });

    // Nobody acknowledges it: it climbs.
    await clock.advance(60_000);
    expect((await stateOf(desks.anxi)).alarms[0]).toMatchObject({ soundsAt: '闽05', place: { name: '泉州市安溪县' } });
    await clock.advance(60_000);
    expect((await stateOf(desks.high)).alarms[0]).toMatchObject({ soundsAt: '闽', escalatesAt: null });

    // Help is asked of a sibling court: it sees the order and not the alarm; the asking court sees what becomes of it and not the order.
    const { candidates } = await desks.anxi.request('alarm.rankHelp', { alarmId });
    expect(candidates.length).toBeGreaterThan(0);
    const { version } = (await stateOf(desks.anxi)).alarms[0]!;
    const ask = { ...command(), alarmId, expectedVersion: version, toCourtCodes: ['闽0583', '闽0502'] as CourtCode[], text: '请增援', acceptWithinMs: 60_000 };
    const { alarm } = await desks.anxi.request('alarm.askHelp', ask);
    expect((await desks.anxi.request('alarm.askHelp', ask)).alarm).toEqual(alarm);
    const [order] = (await stateOf(desks.nanan)).orders;
    expect(order).toMatchObject({ courtCode: '闽0583', state: 'sent', fromName: '林警官', number: expect.stringMatching(/^〔\d{4}〕闽0524指令1号$/) });
    const orders = await Promise.all(Object.entries(desks).map(async ([name, desk]) => [name, (await stateOf(desk)).orders.length]));
    expect(Object.fromEntries(orders)).toEqual({ anxi: 0, quanzhou: 1, nanan: 1, simin: 0, high: 1 });
    expect((await stateOf(desks.nanan)).alarms).toEqual([]);

    const { orderId } = order!;
    expect(await desks.simin.ask('order.accept', { ...command(), orderId, expectedVersion: 1, unitIds: [] })).toMatchObject({ ok: false, error: { code: 'notFound' } });
    expect(await desks.nanan.ask('order.withdraw', { ...command(), orderId, expectedVersion: 1, reason: '不去' })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    await desks.nanan.request('order.receive', { ...command(), orderId, expectedVersion: 1 });
    const accepted = await desks.nanan.request('order.accept', { ...command(), orderId, expectedVersion: 2, unitIds: [] });
    await clock.advance(600_000);
    await desks.nanan.request('order.arrive', { ...command(), orderId, expectedVersion: accepted.order.version });
    const now = (await stateOf(desks.anxi)).alarms[0]!;
    expect(now).toMatchObject({ state: 'dispatched', help: { queue: [], orders: [{ orderId, toCourtCode: '闽0583', state: 'arrived' }] } });
    const resolve = (expectedVersion: number) => ({ ...command(), alarmId, expectedVersion, outcome: 'handled' as const, reason: '人员安全' });
    expect(await desks.anxi.ask('alarm.resolve', resolve(now.version))).toMatchObject({ ok: false, error: { code: 'helpUnderWay' } });
    await desks.nanan.request('order.finish', { ...command(), orderId, expectedVersion: 4, report: '已控制现场' });
    expect(await desks.anxi.ask('alarm.resolve', resolve(now.version))).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await desks.anxi.request('alarm.resolve', resolve(now.version + 1));

    // The unit in danger was told at each step, and again when it comes back.
    for (const told of [{ state: 'raised', helpName: null }, { state: 'dispatched', helpName: '南安市人民法院' }]) {
      expect(await unit.notice('alarm.told', ({ alarm: one }) => one?.state === told.state && one.helpName === told.helpName)).toMatchObject({ alarm: { alarmId, answeredBy: told.helpName === null ? null : { name: '林警官', courtName: '安溪县人民法院' } } });
    }
    await unit.notice('alarm.told', ({ alarm: one }) => one === null);
    const back = await test.enter('unit', { token });
    expect(await back.notice('alarm.told')).toEqual({ alarm: null });

    // All of it is in the log, each reader's part.
    const heard = async (desk: RawClient) => (await desk.request('alarm.log', { alarmId })).entries.map(({ name }) => name);
    expect(await heard(desks.high)).toEqual([
      'alarm.raised', 'alarm.escalated', 'alarm.escalated', 'alarm.acknowledged', 'alarm.helpAsked', 'order.sent', 'alarm.helpChanged', 'order.received', 'alarm.helpChanged',
      'order.accepted', 'alarm.helpChanged', 'order.arrived', 'alarm.helpChanged', 'order.done', 'alarm.helpChanged', 'alarm.resolved',
    ]);
    expect((await heard(desks.anxi)).filter((name) => name.startsWith('order.'))).toEqual([]);
  });

  it('shows calls to those who take them, and the caller to nobody before the look is recorded', async () => {
    const anxi = await test.enter('desk', { courtCode: '闽0524', roles: ['dispatcher'] });
    const judge = await test.enter('desk', { courtCode: '闽0524', roles: ['judge'] });
    const said = { courtCode: '闽0524' as CourtCode, callerKind: 'applicant' as const, callerName: '陈建国', callerPhone: '13800001234', caseNumber: null, place: { name: '', position: null }, text: '被执行人在家' };
    const { call } = await anxi.request('call.take', { ...command(), ...said });
    expect([(await stateOf(anxi)).calls.length, (await stateOf(judge)).calls.length]).toEqual([1, 0]);
    expect(JSON.stringify(await stateOf(anxi))).not.toMatch(/陈建国|13800001234/);
    expect(await judge.ask('call.take', { ...command(), ...said })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await anxi.request('call.openCaller', { ...command(), callId: call.callId, purpose: '回访当事人' })).toEqual({ name: '陈建国', phone: '13800001234' });
  });

  it('keeps its clocks over a restart of the hall', async () => {
    const place = { name: '', position: null };
    const { alarm } = await desks.anxi.request('alarm.raise', { ...command(), courtCode: '闽0524', kind: 'sos', severity: 'urgent', unitId: null, operationId: null, place, text: '电话求援' });
    const { storageDir } = test;
    const person = await test.person({ courtCode: '闽', roles: ['dispatcher'] });
    await test.close({ keep: true });
    test = await startTestHall({ clock, storageDir });
    await clock.advance(59_999);
    const high = await test.enter('desk', { token: person.token });
    const alarmNow = async () => (await stateOf(high)).alarms.find(({ alarmId }) => alarmId === alarm.alarmId)!;
    expect(await alarmNow()).toMatchObject({ soundsAt: '闽0524' });
    await clock.advance(1);
    // Of the courts above, the high court alone has a desk since the restart.
    expect(await alarmNow()).toMatchObject({ soundsAt: '闽', escalatesAt: null });
  });
});
