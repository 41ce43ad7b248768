import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { court, newId, openTestStores } from '../../testing/testLog.ts';
import { openAlarmRig, STARTED_AT, type AlarmRig } from '../../testing/alarmRig.ts';

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

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const command = () => ({ commandId: newId.command() });
const said = () => ({ ...command(), courtCode: court('闽0212'), callerKind: 'police' as const, callerName: '陈建国', callerPhone: '13800001234', caseNumber: '(2018)闽0212执12号', place: { name: '派出所', position: null }, text: '暂扣一辆查封的货车' });
const take = async () => (await rig.handlers['call.take'](said(), rig.person('闽0212'))).call;
const triage = (callId: Awaited<ReturnType<typeof take>>['callId'], to: 'dispatch' | 'advise') =>
  rig.handlers['call.triage']({ ...command(), callId, expectedVersion: 1, triage: to, severity: 'notice', reason: '有车可扣' }, rig.person('闽0212'));

describe('the caller', () => {
  it('is kept beside the log, and every look at it is in the log before it is answered', async () => {
    const { callId } = await take();
    const look = { ...command(), callId, purpose: '回访当事人' };
    const session = rig.person('闽0212');
    expect(await rig.handlers['call.openCaller'](look, session)).toEqual({ name: '陈建国', phone: '13800001234' });
    expect(await rig.handlers['call.openCaller'](look, session)).toEqual({ name: '陈建国', phone: '13800001234' });
    expect(rig.names()).toEqual(['call.taken', 'personal.opened']);
    expect(rig.entries().at(-1)).toMatchObject({ subject: `call/${callId}`, courtCode: '闽0212', data: { what: 'caller', purpose: '回访当事人' } });
    expect(rig.written()).not.toMatch(/陈建国|13800001234/);
  });

  it('is not shown while the look cannot be recorded', async () => {
    const { callId } = await take();
    rig.journal.failNext('diskFull');
    await expect(rig.handlers['call.openCaller']({ ...command(), callId, purpose: '回访当事人' }, rig.person('闽0212'))).rejects.toMatchObject({ code: 'logUnavailable' });
  });

  it('is taken once, however often the request comes', async () => {
    const data = said();
    const session = rig.person('闽0212');
    const first = await rig.handlers['call.take'](data, session);
    expect(await rig.handlers['call.take'](data, session)).toEqual(first);
    expect(rig.log.state.calls.size).toBe(1);
    expect(await keeping.stores.callers.find(first.call.callId)).toEqual({ name: '陈建国', phone: '13800001234' });
  });
});

describe('a call that nobody sees to', () => {
  it('raises an alarm when its time for triage is over, once, also over a restart', async () => {
    const { callId, number } = await take();
    await rig.clock.advance(30 * MINUTE_MS - 1);
    expect(rig.alarms()).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.alarms()).toEqual([expect.objectContaining({ callId, courtCode: '闽0212', severity: 'warning', text: `来电 ${number} 已超过分流时限，请立即分流。`, occurredAt: STARTED_AT + 30 * MINUTE_MS })]);
    rig = await rig.restart(MINUTE_MS);
    await rig.clock.advance(MINUTE_MS);
    expect(rig.alarms()).toHaveLength(1);
  });

  it('raises another when it was triaged and nobody called back', async () => {
    const { callId } = await take();
    await triage(callId, 'advise');
    await rig.clock.advance(DAY_MS);
    expect(rig.alarms().map(({ severity, text }) => [severity, text.includes('回访')])).toEqual([['notice', true]]);
  });

  it('raises none when it was called back in time', async () => {
    const { callId } = await take();
    await triage(callId, 'advise');
    await rig.handlers['call.callBack']({ ...command(), callId, expectedVersion: 2, result: '已告知', satisfied: true }, rig.person('闽0212'));
    await rig.clock.advance(3 * DAY_MS);
    expect(rig.alarms()).toEqual([]);
  });
});

describe('what is long over', () => {
  it('leaves the state after a week, and with a call goes who called; the last numbers stay', async () => {
    const calls = [];
    for (let count = 0; count < 2; count++) {
      const { callId } = await take();
      const { call } = await triage(callId, 'dispatch');
      const alarmId = call.triage!.alarmId!;
      await rig.handlers['alarm.resolve']({ ...command(), alarmId, expectedVersion: 1, outcome: 'handled', reason: '车辆已交接' }, rig.person('闽0212'));
      await rig.handlers['call.callBack']({ ...command(), callId, expectedVersion: 2, result: '已告知', satisfied: true }, rig.person('闽0212'));
      calls.push(callId);
    }
    await rig.clock.advance(7 * DAY_MS - 1);
    expect([rig.alarms().length, rig.log.state.calls.size]).toEqual([2, 2]);
    await rig.clock.advance(DAY_MS);
    expect([rig.alarms().length, [...rig.log.state.calls.keys()]]).toEqual([0, [calls[1]]]);
    expect([await keeping.stores.callers.find(calls[0]!), await keeping.stores.callers.find(calls[1]!)]).toEqual([undefined, { name: '陈建国', phone: '13800001234' }]);
    expect((await take()).number).toBe('110〔2026〕闽0212第3号');
  });

  it('leaves it at the start of a hall that was off for long', async () => {
    const alarmId = await rig.desk.raise({ courtCode: court('闽0212'), kind: 'clue', severity: 'notice', unitId: null, operationId: null, stepId: null, fenceId: null, callId: null, reference: null, place: { name: '', position: null }, text: '线索', occurredAt: 0 });
    await rig.handlers['alarm.resolve']({ ...command(), alarmId, expectedVersion: 1, outcome: 'handled', reason: '已查实' }, rig.person('闽0212'));
    rig = await rig.restart(8 * DAY_MS);
    await rig.settled();
    expect(rig.alarms()).toEqual([]);
    expect(rig.names().at(-1)).toBe('alarm.archived');
  });
});
