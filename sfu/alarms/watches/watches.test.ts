import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId, openTestStores } from '../../testing/testLog.ts';
import { openAlarmRig, type AlarmRig } from '../../testing/alarmRig.ts';

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
const kinds = () => rig.alarms().map(({ kind, state }) => `${kind} ${state}`);
const resolve = () => {
  const { alarmId, version: expectedVersion } = rig.alarms().find(({ state }) => state !== 'resolved')!;
  return rig.handlers['alarm.resolve']({ commandId: newId.command(), alarmId, expectedVersion, outcome: 'handled', reason: '已恢复' }, rig.person('闽0524'));
};

describe('a unit on an operation under way', () => {
  it('is missed a minute after it went, once', async () => {
    const { unitId, leave } = await rig.unit('闽0524', { name: '安溪01' });
    const operationId = await rig.operation('闽0524', [unitId]);
    rig.fix(unitId);
    await rig.clock.advance(10 * MINUTE_MS);
    expect(kinds()).toEqual([]);
    leave();
    await rig.clock.advance(MINUTE_MS - 1);
    expect(kinds()).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.alarms()).toEqual([expect.objectContaining({ kind: 'silent', courtCode: '闽0524', severity: 'warning', unitId, operationId, text: '单兵「安溪01」在行动中已失联 60 秒', place: expect.objectContaining({ name: '泉州市安溪县' }), repeats: 0 })]);
    await rig.clock.advance(60 * MINUTE_MS);
    expect(rig.alarms()).toEqual([expect.objectContaining({ repeats: 0 })]);
  });

  it('is missed though it never came', async () => {
    const { unitId } = await rig.unit('闽0524', { online: false });
    await rig.operation('闽0524', [unitId]);
    await rig.clock.advance(MINUTE_MS);
    expect(kinds()).toEqual(['silent raised']);
  });

  it('is missed again only after it was heard of again', async () => {
    const { unitId } = await rig.unit('闽0524', { online: false });
    await rig.operation('闽0524', [unitId]);
    await rig.clock.advance(MINUTE_MS);
    await resolve();
    await rig.clock.advance(60 * MINUTE_MS);
    expect(kinds()).toEqual(['silent resolved']);
    rig.fix(unitId);
    await rig.clock.advance(MINUTE_MS - 1);
    expect(kinds()).toEqual(['silent resolved']);
    await rig.clock.advance(1);
    expect(kinds().toSorted()).toEqual(['silent raised', 'silent resolved']);
  });

  it('is not missed anew by a hall that starts again while its alarm is open, and has a minute to come back', async () => {
    const { unitId } = await rig.unit('闽0524', { online: false });
    const { unitId: other } = await rig.unit('闽0524', { online: false });
    await rig.operation('闽0524', [unitId]);
    await rig.clock.advance(MINUTE_MS);
    await rig.operation('闽0524', [other]);
    rig = await rig.restart(60 * MINUTE_MS);
    await rig.clock.advance(MINUTE_MS - 1);
    expect(kinds()).toEqual(['silent raised']);
    await rig.clock.advance(1);
    expect(Object.fromEntries(rig.alarms().map(({ unitId: of, repeats }) => [of, repeats]))).toEqual({ [unitId]: 0, [other]: 0 });
  });

  it('is not missed when the operation is over or never began', async () => {
    const { unitId } = await rig.unit('闽0524', { online: false });
    await rig.unit('闽0524', { online: false });
    const operationId = await rig.operation('闽0524', [unitId]);
    await rig.seed({ name: 'operation.concluded', subject: `operation/${operationId}`, courtCode: rig.log.state.operations.get(operationId)!.courtCode, data: { conclusion: '完成' } });
    await rig.clock.advance(10 * MINUTE_MS);
    expect(kinds()).toEqual([]);
  });

  it('is missed in the log as soon as that can be written', async () => {
    const { unitId } = await rig.unit('闽0524', { online: false });
    await rig.operation('闽0524', [unitId]);
    rig.journal.setDown('away');
    await rig.clock.advance(5 * MINUTE_MS);
    expect(kinds()).toEqual([]);
    rig.journal.setDown(null);
    await vi.waitFor(() => expect(kinds()).toEqual(['silent raised']), { timeout: 5_000 });
  });
});

describe('a battery', () => {
  it.each<[string, { batteryPercent: number | null; charging?: boolean }[], number]>([
    ['runs out once', [{ batteryPercent: 16 }, { batteryPercent: 15 }, { batteryPercent: 14 }, { batteryPercent: 3 }], 1],
    ['charges', [{ batteryPercent: 10, charging: true }], 0],
    ['tells nothing', [{ batteryPercent: null }], 0],
    ['wavers about the limit', [{ batteryPercent: 15 }, { batteryPercent: 17 }, { batteryPercent: 15 }], 1],
    ['runs out, is charged, and runs out again while the alarm is open', [{ batteryPercent: 15 }, { batteryPercent: 60 }, { batteryPercent: 15 }], 1],
  ])('that %s', async (_, fixes, expected) => {
    const { unitId } = await rig.unit('闽0524');
    for (const fix of fixes) {
      rig.fix(unitId, fix);
      await rig.settled();
    }
    expect(rig.alarms().map(({ kind, repeats, severity }) => [kind, repeats, severity])).toEqual(Array.from({ length: expected }, () => ['battery', 0, 'notice']));
  });

  it('is a new matter after it was charged and the former was resolved', async () => {
    const { unitId } = await rig.unit('闽0524');
    rig.fix(unitId, { batteryPercent: 9 });
    await rig.settled();
    await resolve();
    rig.fix(unitId, { batteryPercent: 8 });
    await rig.settled();
    expect(kinds()).toEqual(['battery resolved']);
    rig.fix(unitId, { batteryPercent: 8, charging: true });
    rig.fix(unitId, { batteryPercent: 8 });
    await rig.settled();
    expect(kinds().toSorted()).toEqual(['battery raised', 'battery resolved']);
  });
});
