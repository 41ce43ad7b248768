import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCommandId } from '../../sfu/testing/newCommandId.ts';
import { smallRules } from '../../sfu/testing/smallRules.ts';
import { startTestHall, type TestHall } from '../../sfu/testing/testHall.ts';
import { createHallClient } from './hallClient.ts';
import { Neighbour, type NeighbourKeys } from './neighbour.ts';
import { befriend, people, sendOut, type People } from './rig.ts';

const rulesDir = smallRules();
let test: TestHall;
let neighbour: Neighbour;
let keys: NeighbourKeys;
let staff: People;

beforeAll(async () => {
  neighbour = await Neighbour.start();
  test = await startTestHall({ config: { rulesDir } });
  keys = await befriend(test, neighbour);
  staff = await people(test);
});
afterAll(async () => {
  await neighbour?.close();
  await test?.close();
  rmSync(rulesDir, { recursive: true, force: true });
});

const whatOf = async (taskId: string) => (await neighbour.client.task(taskId)).history.map(({ what }) => what);
const technician = () => test.enter('desk', { courtCode: '闽', roles: ['technician'] });

describe('webhooks of the neighbour', () => {
  it('do each thing once: replayed, sent at the same time, late or early', async () => {
    const { taskId } = await sendOut(test, staff, keys.partnerId);
    const receive = { step: 'receive' };
    const id = crypto.randomUUID();
    const extend = { step: 'extend', words: '账户较多', count: 5 };
    expect(await neighbour.deliver(taskId, extend, { sequence: 2 })).toBe(409);
    expect(await Promise.all(Array.from({ length: 6 }, () => neighbour.deliver(taskId, receive, { sequence: 1, id })))).toEqual(Array(6).fill(200));
    expect(await neighbour.deliver(taskId, extend, { sequence: 2 })).toBe(200);
    // Old ones, under new ids as well, and one that skips.
    for (const sequence of [1, 2]) expect(await neighbour.deliver(taskId, extend, { sequence })).toBe(200);
    expect(await neighbour.deliver(taskId, extend, { sequence: 4 })).toBe(409);
    expect(await whatOf(taskId)).toEqual(['approveHigh', 'receive', 'extend']);
    expect((await neighbour.client.task(taskId)).state).toBe('extending');
  });

  it('that the rules refuse leave their number for one that is mended', async () => {
    const { taskId } = await sendOut(test, staff, keys.partnerId);
    expect(await neighbour.deliver(taskId, { step: 'return', words: '不属本院' }, { sequence: 1 })).toBe(422);
    expect(await neighbour.deliver(taskId, { step: 'receive' }, { sequence: 1 })).toBe(200);
    expect(await whatOf(taskId)).toEqual(['approveHigh', 'receive']);
  });

  it('are nothing when they are forged, stale or about what is not theirs', async () => {
    const { taskId } = await sendOut(test, staff, keys.partnerId);
    const body = JSON.stringify({ type: 'task.stepped', taskId, sequence: 1, step: 'receive' });
    expect(await neighbour.post(body, { secret: keys.sendingSecret })).toBe(401);
    expect(await neighbour.post(body, { secret: `whsec_${Buffer.alloc(32).toString('base64')}` })).toBe(401);
    expect(await neighbour.post(body, { at: Date.now() - 301_000 })).toBe(401);
    expect(await neighbour.post(body, { at: Date.now() + 301_000 })).toBe(401);
    expect(await neighbour.post(JSON.stringify({ type: 'ping' }))).toBe(200);
    expect(await neighbour.post(body.replace(taskId, crypto.randomUUID()))).toBe(404);
    expect(await whatOf(taskId)).toEqual(['approveHigh']);
  });
});

describe('a delivery', () => {
  it('is tried by hand, and says why it is not taken', async () => {
    const desk = await technician();
    const trial = () => desk.request('partner.test', { partnerId: keys.partnerId }).then(({ fault }) => fault);
    expect(await trial()).toBeNull();
    neighbour.refusesWith = 302;
    expect(await trial()).toEqual({ fault: 'refused', status: 302 });
    neighbour.refusesWith = null;
    const { partnerId } = await befriend(test, null, { name: '湖南高院执行指挥中心', province: '湖南', courts: ['郴州市中级人民法院'], webhookUrl: neighbour.webhookUrl });
    expect((await desk.request('partner.test', { partnerId })).fault).toMatchObject({ fault: 'untrusted' });
    const closed = await befriend(test, null, { name: '浙江高院执行指挥中心', province: '浙江', courts: ['温州市中级人民法院'], webhookUrl: 'https://127.0.0.1:9/hooks' });
    expect((await desk.request('partner.test', { partnerId: closed.partnerId })).fault).toMatchObject({ fault: 'unreachable' });
  });
});

describe('keys', () => {
  it('are changed over without a gap, and are nothing once the account is closed', async () => {
    const desk = await technician();
    const own = await befriend(test, null, { name: '广西高院执行指挥中心', province: '广西', courts: ['桂林市中级人民法院'] });
    const { partnerId } = own;
    const reads = (token: string) => createHallClient({ hall: test.hall.url, authorityPem: test.hall.caCertificatePem, token }).tasks().then(() => true, () => false);
    const renew = async (version: number, keepOld: boolean) => (await desk.request('partner.renewKeys', { commandId: newCommandId(), partnerId, expectedVersion: version, keepOld })).keys!;
    const second = await renew(1, true);
    expect([await reads(own.token), await reads(second.token)]).toEqual([true, true]);
    const third = await renew(2, true);
    expect([await reads(own.token), await reads(second.token), await reads(third.token)]).toEqual([false, true, true]);
    const fourth = await renew(3, false);
    expect([await reads(third.token), await reads(fourth.token)]).toEqual([false, true]);
    await desk.request('partner.close', { commandId: newCommandId(), partnerId, expectedVersion: 4, reason: '系统停用' });
    expect(await reads(fourth.token)).toBe(false);
    const lower = await test.enter('desk', { courtCode: '闽0203', roles: ['technician'] });
    await expect(lower.request('partner.statuses', {})).rejects.toMatchObject({ code: 'otherCourtKeeps' });
  });

  it('are in no entry of the log and in no answer that is given twice', async () => {
    const desk = await technician();
    const input = { commandId: newCommandId(), name: '云南高院执行指挥中心', province: '云南', courts: ['昆明市中级人民法院'], webhookUrl: null, authorityPem: null };
    const first = await desk.request('partner.add', input);
    expect(await desk.request('partner.add', input)).toEqual({ partner: first.partner, keys: null });
    const auditor = await test.enter('desk', { courtCode: '闽', roles: ['auditor'] });
    const { entries } = await auditor.request('audit.query', { filter: { names: ['partner.added', 'partner.keysRenewed'] }, limit: 50 });
    expect(entries.length).toBeGreaterThan(3);
    expect(JSON.stringify(entries)).not.toMatch(/cp_|whsec_/);
  });
});

// Last: the hall is another one after it.
describe('what the hall tells', () => {
  it('waits while the other side is down, and comes in order after a restart, each once', async () => {
    neighbour.refusesWith = 503;
    const sent = await sendOut(test, staff, keys.partnerId);
    const talked = await neighbour.client.talk(sent, { withName: '林书记员', words: '已沟通' });
    await neighbour.client.step(talked, { step: 'return', words: '不属本院' });
    const { token } = await test.person({ courtCode: '闽', roles: ['technician'] });
    const desk = await test.enter('desk', { token });
    const statusOf = async (from = desk) => (await from.request('partner.statuses', {})).statuses.find(({ partnerId }) => partnerId === keys.partnerId);
    await expect.poll(async () => (await statusOf())?.fault?.status, { timeout: 10_000 }).toBe(503);
    expect(await statusOf()).toMatchObject({ backlog: 3, fault: { fault: 'refused' }, heardAt: expect.any(Number) });
    await test.close({ keep: true });
    test = await startTestHall({ config: { rulesDir }, storageDir: test.storageDir });
    neighbour.connect({ hall: test.hall.url, authorityPem: test.hall.caCertificatePem, keys });
    neighbour.refusesWith = null;
    const again = await test.enter('desk', { token });
    await expect.poll(async () => (await statusOf(again))?.backlog, { timeout: 10_000 }).toBe(3);
    await again.request('partner.retry', { partnerId: keys.partnerId });
    const told = () => neighbour.told.filter(({ taskId }) => taskId === sent.taskId).map(({ sequence, what }) => [sequence, what]);
    await expect.poll(told, { timeout: 10_000 }).toEqual([[1, 'approveHigh'], [2, 'talked'], [3, 'return']]);
    await expect.poll(() => statusOf(again), { timeout: 10_000 }).toMatchObject({ backlog: 0, fault: null, deliveredAt: expect.any(Number) });
    expect(neighbour.odd).toEqual({ repeated: 0, disordered: 0, unsigned: 0 });
  });
});
