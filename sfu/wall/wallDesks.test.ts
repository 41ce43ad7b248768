import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { gridOfFeeds } from '#domain/wall/layouts.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

const halls: TestHall[] = [];
afterEach(async () => {
  for (const test of halls.splice(0)) {
    await test.close();
  }
});

const WHAT = { kind: 'edit', label: '' } as const;
const layout = gridOfFeeds({ columns: 2, rows: 1 }, []);
const slotId = (index: number) => `wall-${index}` as SlotId;

async function stateOf(client: RawClient): Promise<HallSnapshot> {
  const { log } = await client.request('hall.follow', { from: null });
  return log.kind === 'snapshot' ? log.state : Promise.reject(new Error('no snapshot'));
}

/** A hall with two displays and two desks of one court. */
async function begin(options: Parameters<typeof startTestHall>[0] = {}) {
  const test = await startTestHall(options);
  halls.push(test);
  const one = await test.enter('desk', { name: '林警官' });
  const other = await test.enter('desk', { name: '陈警官' });
  const displays = [await test.enter('wall', { hello: { slotId: slotId(1) } }), await test.enter('wall', { hello: { slotId: slotId(2) } })];
  await vi.waitFor(async () => expect((await stateOf(one)).slots.filter(({ placed }) => placed)).toHaveLength(2));
  return { test, one, other, displays };
}

async function put(desk: RawClient, change: Partial<RequestInput<'wall.put'>['slots'][number]> = {}) {
  const slots = [{ slotId: slotId(1), expectedVersion: change.expectedVersion ?? (await versionOf(desk)), layout, ...change }];
  return desk.ask('wall.put', { commandId: newCommandId(), what: WHAT, slots });
}
async function versionOf(desk: RawClient, index = 1): Promise<number> {
  return (await stateOf(desk)).slots.find((slot) => slot.slotId === slotId(index))!.layoutVersion;
}

describe('desks at one wall', () => {
  it('of two who start from the same picture one wins, and the other is told which display changed; on different displays both do', async () => {
    const { one, other } = await begin();
    const expectedVersion = await versionOf(one);
    const raced = await Promise.all([one, other].map((desk) => put(desk, { expectedVersion })));
    expect(raced.filter(({ ok }) => ok)).toHaveLength(1);
    expect(raced.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'conflict', params: { slotId: 'wall-1', version: expectedVersion + 1 } } });
    const apart = await Promise.all([put(one), put(other, { slotId: slotId(2), expectedVersion: await versionOf(one, 2) })]);
    expect(apart.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it('a repeated command is answered and not repeated', async () => {
    const { one } = await begin();
    const asked = { commandId: newCommandId(), what: WHAT, slots: [{ slotId: slotId(1), expectedVersion: await versionOf(one), layout }] };
    const answer = await one.request('wall.put', asked);
    expect(await one.request('wall.put', asked)).toEqual(answer);
    expect((await stateOf(one)).walls[0]?.past).toHaveLength(1);
  });

  it('whoever holds it is named to the others; the commander takes it with a reason; and a restart changes nothing of it', async () => {
    const { test, one, other } = await begin();
    await one.request('wall.takeBaton', { commandId: newCommandId(), reason: '' });
    expect(await put(other)).toMatchObject({ error: { code: 'batonHeld', params: { name: '林警官' } } });
    expect(await other.ask('wall.takeBaton', { commandId: newCommandId(), reason: '试试' })).toMatchObject({ error: { code: 'batonHeld' } });
    const commander = await test.person({ roles: ['commander'], name: '指挥长' });
    const desk = await test.enter('desk', { token: commander.token });
    expect(await desk.ask('wall.takeBaton', { commandId: newCommandId(), reason: '' })).toMatchObject({ error: { code: 'reasonNeeded' } });
    const { wall } = await desk.request('wall.takeBaton', { commandId: newCommandId(), reason: '抢险指挥' });
    expect(wall.baton?.holder.name).toBe('指挥长');
    expect(await put(one)).toMatchObject({ error: { code: 'batonHeld', params: { name: '指挥长' } } });
    expect(await put(desk)).toMatchObject({ ok: true });
    const night = await test.person({ name: '夜班' });
    const { walls, slots } = await stateOf(desk);
    await test.close({ keep: true });
    halls.pop();

    const again = await startTestHall({ storageDir: test.storageDir });
    halls.push(again);
    const back = await again.enter('desk', { token: commander.token });
    expect((await stateOf(back)).walls).toEqual(walls);
    expect((await stateOf(back)).slots.find((slot) => slot.slotId === slotId(1))?.layout).toEqual(slots.find((slot) => slot.slotId === slotId(1))?.layout);
    expect(await back.ask('wall.undo', { commandId: newCommandId(), takeId: walls[0]!.past[0]!.takeId })).toMatchObject({ ok: true });
    // The commander has gone home: the wall stands open to whoever takes it.
    const late = await again.enter('desk', { token: night.token });
    back.socket.close();
    await back.closed;
    await vi.waitFor(async () => expect(await late.ask('wall.takeBaton', { commandId: newCommandId(), reason: '' })).toMatchObject({ ok: true }));
  });

  it('is lent to somebody who sits there, of the same court', async () => {
    const { test, one, other } = await begin();
    const absent = await test.person({ name: '不在席' });
    const foreign = await test.person({ courtCode: '闽05' });
    await one.request('wall.takeBaton', { commandId: newCommandId(), reason: '' });
    const lend = (toUserId: string) => one.ask('wall.lendBaton', { commandId: newCommandId(), toUserId, forMs: 60_000 });
    for (const userId of [absent.userId, foreign.userId]) {
      expect(await lend(userId)).toMatchObject({ ok: false, error: { code: expect.stringMatching(/notFound|forbidden/) } });
    }
    const { users } = await stateOf(one);
    expect(await lend(users.find(({ name }) => name === '陈警官')!.userId)).toMatchObject({ ok: true });
    expect([await put(one), await put(other)]).toMatchObject([{ error: { code: 'batonHeld', params: { name: '陈警官' } } }, { ok: true }]);
  });

  it('another court’s desk, and the displays themselves, change nothing', async () => {
    const { test, one, displays } = await begin();
    const foreign = await test.enter('desk', { courtCode: '闽05' });
    expect(await put(foreign, { expectedVersion: await versionOf(one) })).toMatchObject({ error: { code: 'notFound' } });
    expect(await displays[0]!.ask('wall.put', { commandId: newCommandId(), what: WHAT, slots: [{ slotId: slotId(1), expectedVersion: 1, layout }] })).toMatchObject({ error: { code: 'forbidden' } });
    expect(await one.ask('wall.tellScreen', { screen: { widthPx: 1, heightPx: 1 } })).toMatchObject({ error: { code: 'forbidden' } });
  });

  it('see each other’s hands, also those who come late, until the hand goes or its desk does', async () => {
    const { test, one, other, displays } = await begin();
    const hand = { slotId: slotId(1), cell: { column: 0, row: 0 }, doing: 'dragging' as const };
    await one.request('wall.showHand', { hand });
    expect(await other.notice('wall.handShown')).toMatchObject({ name: '林警官', hand });
    const late = await test.enter('desk');
    const foreign = await test.enter('desk', { courtCode: '闽05' });
    expect(await late.notice('wall.handShown')).toMatchObject({ name: '林警官', hand });
    one.socket.close();
    expect(await other.notice('wall.handShown', (heard) => heard.hand === null)).toMatchObject({ name: '林警官' });
    await foreign.request('session.ping', {});
    expect([one, foreign, ...displays].flatMap(({ frames }) => frames.filter((frame) => 'notice' in frame && frame.notice === 'wall.handShown'))).toEqual([]);
  });

  it('point for walls and desks, let the displays say their numbers, and tell how large they are', async () => {
    const { test, one, other, displays } = await begin();
    const { unitId } = await test.unit();
    await one.request('wall.point', { unitId });
    await Promise.all([other, ...displays].map((client) => client.notice('wall.pointed', (heard) => heard.unitId === unitId)));
    await one.request('wall.identify', {});
    await Promise.all(displays.map((display) => display.notice('wall.identified', ({ forMs }) => forMs > 0)));
    await displays[0]!.request('wall.tellScreen', { screen: { widthPx: 3_840, heightPx: 2_160 } });
    expect(await one.notice('presence.changed', ({ slots }) => slots?.some(({ screen }) => screen?.widthPx === 3_840) ?? false)).toBeDefined();
    expect(other.frames.some((frame) => 'notice' in frame && frame.notice === 'wall.identified')).toBe(false);
  });

  it('draw for everybody who sees the picture: alive while the hand moves, then for good', async () => {
    const { test, one, other, displays } = await begin();
    const { unitId } = await test.unit();
    const { feedId } = await test.feeds.open(unitId, 'camera');
    const high = await test.enter('desk', { courtCode: '闽' });
    const foreign = await test.enter('desk', { courtCode: '闽05' });
    const line = { feedId, strokeId: crypto.randomUUID(), colour: 'yellow' as const, points: [0, 0, 0.5, 0.5] };
    await Promise.all(Array.from({ length: 60 }, () => one.request('drawing.sketch', line)));
    for (const client of [other, high, ...displays]) {
      expect(await client.notice('drawing.sketched')).toMatchObject({ ...line, byName: '林警官' });
    }
    await Promise.all([other, foreign].map((client) => client.request('session.ping', {})));
    const heard = (client: RawClient) => client.frames.filter((frame) => 'notice' in frame && frame.notice === 'drawing.sketched').length;
    expect(heard(other)).toBeLessThan(60);
    expect([heard(one), heard(foreign)]).toEqual([0, 0]);
    await one.request('drawing.draw', { commandId: newCommandId(), ...line });
    expect((await stateOf(displays[0]!)).drawings).toMatchObject([{ feedId, strokes: [{ byName: '林警官', points: line.points }] }]);
    expect((await stateOf(foreign)).drawings).toEqual([]);
    expect(await foreign.ask('drawing.wipe', { commandId: newCommandId(), feedId, strokeId: null })).toMatchObject({ ok: false });
    await other.request('drawing.wipe', { commandId: newCommandId(), feedId, strokeId: null });
    expect((await stateOf(one)).drawings).toMatchObject([{ strokes: [] }]);
  });

  it('save presets, once for a command, and see those of their court alone', async () => {
    const { test, one, other } = await begin();
    const asked = { commandId: newCommandId(), presetId: null, expectedVersion: 0, name: '早班', scope: 'court' as const, operationId: null, key: 1, slots: [{ slotId: slotId(1), layout }] };
    const { preset } = await one.request('preset.save', asked);
    expect(await one.request('preset.save', asked)).toEqual({ preset });
    expect((await stateOf(other)).presets).toEqual([preset]);
    expect((await stateOf(await test.enter('desk', { courtCode: '闽05' }))).presets).toEqual([]);
    await other.request('preset.remove', { commandId: newCommandId(), presetId: preset.presetId, expectedVersion: preset.version });
    expect((await stateOf(one)).presets).toEqual([]);
  });
});
