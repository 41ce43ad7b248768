import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { VirtualClock } from '../clock/virtualClock.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A square of about 2 km. */
const ring: [number, number][] = [[118.1, 24.5], [118.12, 24.5], [118.12, 24.52], [118.1, 24.52]];
const [INSIDE, OUTSIDE] = [118.11, 118.09];
const facts = { name: '看守点', kind: 'enter' as const, severity: 'warning' as const, ring, afterMs: 0, unitIds: null, operationId: null, activeFrom: null, activeTo: null };

let clock: VirtualClock;
let test: TestHall;
let desk: RawClient;

async function start(storageDir?: string): Promise<void> {
  clock = VirtualClock.create({ at: Date.now(), rate: 0 });
  test = await startTestHall({ clock, ...(storageDir !== undefined && { storageDir }) });
}
async function followingDesk(options: Parameters<TestHall['enter']>[1] = {}): Promise<RawClient> {
  const client = await test.enter('desk', options);
  await client.request('hall.follow', { from: null });
  return client;
}
beforeEach(async () => {
  await start();
  desk = await followingDesk();
});
afterEach(async () => {
  await test.close();
  clock.close();
});

const draw = async (change: Partial<RequestInput<'fence.draw'>> = {}) =>
  (await desk.request('fence.draw', { commandId: newCommandId(), courtCode: '闽0203', ...facts, ...change })).fence;
const codeOf = (asked: Promise<unknown>) => asked.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : error));

/** Sends a fix and waits until the hall has it. */
async function isAt(unit: RawClient, longitudeDeg: number): Promise<void> {
  await clock.advance(SECOND);
  unit.send(encodeFix({ longitudeDeg, latitudeDeg: 24.51, headingDeg: 0, speedMps: 5, accuracyM: 5, batteryPercent: 90, signalBars: 4, charging: false, at: clock.now() }));
  await unit.request('session.ping', {});
}

/** What the desk was told of alarms. */
function alarms(of: RawClient = desk) {
  return of.frames.flatMap((frame) => ('notice' in frame && frame.notice === 'log.appended' ? (frame.data as { entries: { name: string; courtCode: string; data: Record<string, unknown> }[] }).entries : []))
    .filter(({ name }) => name.startsWith('alarm.'));
}
const alarm = (text: string, of: RawClient = desk) => of.notice('log.appended', ({ entries }) => entries.some(({ name, data }) => name.startsWith('alarm.') && (data as { text?: string }).text === text));

describe('a fence on the hall', () => {
  it('raises the alarm at its court when a unit comes in, and repeats it while it is open', async () => {
    const fence = await draw();
    const { unitId, token } = await test.unit();
    const unit = await test.enter('unit', { token });
    for (const where of [INSIDE, OUTSIDE, INSIDE]) {
      await isAt(unit, where);
    }
    await alarm('思明01 进入电子围栏「看守点」');
    expect(alarms()).toMatchObject([{
      name: 'alarm.raised', courtCode: '闽0203',
      data: { kind: 'fence', severity: 'warning', unitId, fenceId: fence.fenceId, place: { name: '看守点', position: { longitudeDeg: expect.closeTo(INSIDE, 5) } }, occurredAt: clock.now() },
    }]);
    await isAt(unit, OUTSIDE);
    await isAt(unit, INSIDE);
    await desk.notice('log.appended', ({ entries }) => entries.some(({ name }) => name === 'alarm.repeated'));
    expect(alarms()).toHaveLength(2);
  });

  it('tells by the clock of a stay and of an area without units', async () => {
    await draw({ name: '滞留', kind: 'dwell', afterMs: 90 * SECOND });
    await draw({ name: '值守', kind: 'empty', afterMs: 90 * MINUTE });
    const unit = await test.enter('unit');
    await isAt(unit, INSIDE);
    await clock.advance(90 * SECOND);
    await alarm('思明01 在电子围栏「滞留」内已停留 1分钟30秒');
    const insideAt = clock.now() - 90 * SECOND;
    await clock.advance(3 * 60 * MINUTE);
    await alarm('电子围栏「值守」内已 1小时30分钟没有在线单位');
    expect(alarms().filter(({ name, data }) => name === 'alarm.raised' && data['kind'] === 'fence').map(({ data }) => (data['occurredAt'] as number) - insideAt)).toEqual([90 * SECOND, 92 * MINUTE]);
  });

  it('watches only in its days', async () => {
    await draw({ activeFrom: clock.now() + 10 * MINUTE, activeTo: clock.now() + 20 * MINUTE });
    const unit = await test.enter('unit');
    await isAt(unit, OUTSIDE);
    await isAt(unit, INSIDE);
    await clock.advance(10 * MINUTE);
    await isAt(unit, INSIDE);
    await isAt(unit, OUTSIDE);
    expect(alarms()).toEqual([]);
    await isAt(unit, INSIDE);
    await alarm('思明01 进入电子围栏「看守点」');
    await clock.advance(10 * MINUTE);
    const before = alarms().length;
    await isAt(unit, OUTSIDE);
    await isAt(unit, INSIDE);
    expect(alarms()).toHaveLength(before);
  });

  it('is there after a restart, and takes nobody who is inside then for a newcomer', async () => {
    const fence = await draw();
    const { token } = await test.unit();
    const person = await test.person();
    await isAt(await test.enter('unit', { token }), OUTSIDE);
    const { storageDir } = test;
    await test.close({ keep: true });
    clock.close();
    await start(storageDir);
    desk = await followingDesk({ token: person.token });
    const { log } = await desk.request('hall.follow', { from: null });
    expect(log.kind === 'snapshot' && log.state.fences).toEqual([fence]);
    const unit = await test.enter('unit', { token });
    await isAt(unit, INSIDE);
    await isAt(unit, OUTSIDE);
    expect(alarms()).toEqual([]);
    await isAt(unit, INSIDE);
    await alarm('思明01 进入电子围栏「看守点」');
  });

  it('is drawn once for one command, changed as it was read, and seen by its court and those above', async () => {
    const commandId = newCommandId();
    const fence = await draw({ commandId });
    expect(await draw({ commandId })).toEqual(fence);
    const [above, beside] = [await followingDesk({ courtCode: '闽02' }), await followingDesk({ courtCode: '闽0206' })];
    const change = { fenceId: fence.fenceId, ...facts, name: '外围' };
    expect(await codeOf(beside.request('fence.change', { commandId: newCommandId(), expectedVersion: 1, ...change }))).toBe('notFound');
    expect(await codeOf(desk.request('fence.change', { commandId: newCommandId(), expectedVersion: 7, ...change }))).toBe('conflict');
    expect(await codeOf(desk.request('fence.change', { commandId: newCommandId(), expectedVersion: 1, ...change, ring: [ring[0]!, ring[2]!, ring[1]!, ring[3]!] }))).toBe('badRing');
    expect((await above.request('fence.change', { commandId: newCommandId(), expectedVersion: 1, ...change })).fence).toMatchObject({ name: '外围', version: 2 });
    await desk.request('fence.remove', { commandId: newCommandId(), fenceId: fence.fenceId, expectedVersion: 2, reason: '行动结束' });
    const { log } = await above.request('hall.follow', { from: null });
    expect(log.kind === 'snapshot' && log.state.fences).toEqual([]);
    const reader = await test.enter('desk', { roles: ['judge'] });
    expect(await codeOf(reader.request('fence.draw', { commandId: newCommandId(), courtCode: '闽0203', ...facts }))).toBe('forbidden');
  });
});
