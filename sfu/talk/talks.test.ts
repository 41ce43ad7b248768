import { afterEach, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import { createIngest } from '../ingest/ingest.ts';
import { createMediaPlane } from '../media/mediaPlane.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

let test: TestHall;
afterEach(() => test.close());

let offset = 0;
async function start() {
  const port = 24_000 + (process.pid % 400) * 20 + 4 * (offset++ % 5);
  test = await startTestHall({ planes: { createMediaPlane, createIngest }, config: { media: { workers: 1, listenIp: '127.0.0.1', basePort: port } } });
}

const refused = (code: string) => ({ ok: false, error: { code } });
let ssrc = 5;
const opus = (): RequestInput<'talk.produce'>['rtpParameters'] => ({ codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: (ssrc += 1) }], rtcp: { cname: 'voice' } });

/** Mouth and ear, as a page has them. */
async function equip(client: RawClient): Promise<RawClient> {
  const { transportId: mouth } = await client.request('media.createTransport', { direction: 'send' });
  await client.request('talk.produce', { transportId: mouth, rtpParameters: opus() });
  const { routerRtpCapabilities } = await client.request('media.capabilities', {});
  const { transportId } = await client.request('media.createTransport', { direction: 'receive', rtpCapabilities: routerRtpCapabilities, use: 'talk' });
  await client.request('talk.listen', { transportId });
  return client;
}

async function unit(name?: string, courtCode?: string) {
  const { unitId, token } = await test.unit({ ...(name === undefined ? {} : { name }), ...(courtCode === undefined ? {} : { courtCode }) });
  return { unitId, client: await equip(await test.enter('unit', { token })) };
}
const desk = async (name: string) => equip(await test.enter('desk', { name }));
const begin = (client: RawClient, channel: RequestInput<'talk.begin'>['channel']) => client.ask('talk.begin', { commandId: newCommandId(), channel });
const to = (unitId: string) => ({ kind: 'unit' as const, unitId });

describe('talk', () => {
  it('reaches the unit it is for and nobody else, tells who hears, and leaves its traces in the log', async () => {
    await start();
    const one = await unit();
    const other = await unit('思明02');
    const speaker = await desk('林警官');
    expect(await speaker.request('talk.look', { unitId: one.unitId })).toEqual({ unitId: one.unitId, hears: true, speaker: null });
    const { talkId, place } = await speaker.request('talk.begin', { commandId: newCommandId(), channel: to(one.unitId) });
    expect(place).toBe(0);
    expect(await one.client.notice('talk.sound')).toMatchObject({ talkId, name: '林警官', channel: to(one.unitId) });
    await one.client.request('talk.ready', { talkId });
    expect(await speaker.notice('talk.heard', ({ heard }) => heard === 1)).toMatchObject({ talkId, heard: 1, of: 1, deaf: 0 });
    await speaker.request('talk.end', { talkId });
    expect(await one.client.notice('talk.silent')).toMatchObject({ talkId });
    expect(other.client.frames.filter((frame) => 'notice' in frame && frame.notice === 'talk.sound')).toEqual([]);
    const auditor = await test.enter('desk', { roles: ['auditor'] });
    const { entries } = await auditor.request('audit.query', { filter: { names: ['talk.'] }, limit: 10 });
    expect(entries.map(({ name, data }) => ({ name, data }))).toMatchObject([
      { name: 'talk.ended', data: { unitId: one.unitId, reason: 'released', heard: 1, deaf: 0, channel: to(one.unitId) } },
      { name: 'talk.begun', data: { unitId: one.unitId, name: '林警官', channel: to(one.unitId) } },
    ]);
  }, 30_000);

  it('keeps out whoever has no business there', async () => {
    await start();
    const one = await unit();
    const far = await unit('思明02', '闽0203');
    const speaker = await desk('林警官');
    const foreign = await equip(await test.enter('desk', { courtCode: '闽0524' }));
    expect(await begin(foreign, to(one.unitId))).toMatchObject(refused('notYourChannel'));
    expect(await foreign.ask('talk.tune', { channels: [to(one.unitId)] })).toMatchObject(refused('notYourChannel'));
    expect(await foreign.ask('talk.tune', { channels: [{ kind: 'court', courtCode: '闽0203' }] })).toMatchObject(refused('notYourChannel'));
    expect(await foreign.ask('talk.call', { commandId: newCommandId(), unitId: one.unitId })).toMatchObject(refused('notFound'));
    expect(await far.client.ask('talk.call', { commandId: newCommandId(), unitId: one.unitId })).toMatchObject(refused('notYourChannel'));
    expect(await begin(far.client, to(one.unitId))).toMatchObject(refused('notYourChannel'));
    expect(await begin(far.client, { kind: 'court', courtCode: '闽0203' })).toMatchObject(refused('notYourChannel'));
    expect(await begin(await test.enter('desk', { roles: ['leader'] }), to(one.unitId))).toMatchObject(refused('forbidden'));
    expect(await begin(await test.enter('desk'), to(one.unitId))).toMatchObject(refused('noVoice'));
    // A desk's way of sending is for talk alone.
    const { transportId } = await speaker.request('media.createTransport', { direction: 'send' });
    expect(await speaker.ask('media.produce', { transportId, kind: 'audio', label: 'x', rtpParameters: opus() })).toMatchObject(refused('forbidden'));
    const deaf = await test.unit({ name: '思明03' });
    expect(await begin(speaker, to(deaf.unitId))).toMatchObject(refused('unitAway'));
    await test.enter('unit', { token: deaf.token });
    expect(await begin(speaker, to(deaf.unitId))).toMatchObject(refused('unitCannotHear'));
  }, 30_000);

  it('gives a desk the floor of a unit, and the next in line the floor of one who vanishes', async () => {
    await start();
    const one = await unit();
    const first = await desk('林警官');
    const second = await desk('陈警官');
    await first.request('talk.tune', { channels: [to(one.unitId)] });
    const spoken = await one.client.request('talk.begin', { commandId: newCommandId(), channel: to(one.unitId) });
    expect(await first.notice('talk.sound')).toMatchObject({ talkId: spoken.talkId });
    const taken = await first.request('talk.begin', { commandId: newCommandId(), channel: to(one.unitId) });
    expect(await one.client.notice('talk.stopped')).toEqual({ talkId: spoken.talkId, reason: 'preempted', name: '林警官' });
    expect(await one.client.notice('talk.sound')).toMatchObject({ talkId: taken.talkId });
    const waits = await second.request('talk.begin', { commandId: newCommandId(), channel: to(one.unitId) });
    expect(waits).toMatchObject({ place: 1, endsAt: null });
    first.socket.terminate();
    expect(await second.notice('talk.granted')).toMatchObject({ talkId: waits.talkId });
    expect(await one.client.notice('talk.sound', ({ talkId }) => talkId === waits.talkId)).toMatchObject({ name: '陈警官' });
  }, 30_000);

  it('lets the call to one unit come before the call to all, and gives that back afterwards', async () => {
    await start();
    const one = await unit();
    const other = await unit('思明02');
    const first = await desk('林警官');
    const second = await desk('陈警官');
    const all = await first.request('talk.begin', { commandId: newCommandId(), channel: { kind: 'court', courtCode: '闽0203' } });
    await Promise.all([one, other].map(({ client }) => client.notice('talk.sound', ({ talkId }) => talkId === all.talkId)));
    const alone = await second.request('talk.begin', { commandId: newCommandId(), channel: to(one.unitId) });
    await one.client.notice('talk.silent', ({ talkId }) => talkId === all.talkId);
    await one.client.notice('talk.sound', ({ talkId }) => talkId === alone.talkId);
    await second.request('talk.end', { talkId: alone.talkId });
    await one.client.notice('talk.silent', ({ talkId }) => talkId === alone.talkId);
    const sounds = () => one.client.frames.filter((frame) => 'notice' in frame && frame.notice === 'talk.sound').length;
    await one.client.until(() => sounds() === 3);
    expect(other.client.frames.filter((frame) => 'notice' in frame && frame.notice === 'talk.silent')).toEqual([]);
  }, 30_000);

  it('rings at a unit and at the desks, opens both ways when answered, and closes both when hung up', async () => {
    await start();
    const one = await unit();
    const first = await desk('林警官');
    const second = await desk('陈警官');
    const { call } = await first.request('talk.call', { commandId: newCommandId(), unitId: one.unitId });
    expect(await one.client.notice('talk.callChanged')).toMatchObject({ talkId: call.talkId, state: 'ringing', deskName: '林警官' });
    expect(await second.ask('talk.call', { commandId: newCommandId(), unitId: one.unitId })).toMatchObject(refused('unitBusy'));
    expect(await second.ask('talk.answer', { commandId: newCommandId(), talkId: call.talkId, accept: true })).toMatchObject(refused('notFound'));
    await one.client.request('talk.answer', { commandId: newCommandId(), talkId: call.talkId, accept: true });
    await Promise.all([one.client, first].map((client) => client.notice('talk.sound', ({ talkId, channel }) => talkId === call.talkId && channel === null)));
    expect(second.frames.filter((frame) => 'notice' in frame && frame.notice === 'talk.sound')).toEqual([]);
    await first.request('talk.hangUp', { talkId: call.talkId });
    expect(await one.client.notice('talk.callChanged', ({ state }) => state === 'over')).toMatchObject({ end: 'hungUp' });
    await Promise.all([one.client, first].map((client) => client.notice('talk.silent')));

    const { call: back } = await one.client.request('talk.call', { commandId: newCommandId(), unitId: null });
    await Promise.all([first, second].map((client) => client.notice('talk.callChanged', ({ talkId }) => talkId === back.talkId)));
    await second.request('talk.answer', { commandId: newCommandId(), talkId: back.talkId, accept: true });
    expect(await first.notice('talk.callChanged', ({ talkId, state }) => talkId === back.talkId && state === 'over')).toMatchObject({ end: null });
    expect(await first.ask('talk.answer', { commandId: newCommandId(), talkId: back.talkId, accept: true })).toMatchObject(refused('notFound'));
    second.socket.terminate();
    expect(await one.client.notice('talk.callChanged', ({ talkId, connected, state }) => talkId === back.talkId && state === 'open' && !connected)).toMatchObject({ end: null });
  }, 30_000);
});
