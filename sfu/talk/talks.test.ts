import { afterEach, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { Hearing } from '#protocol/media/talk.ts';
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
  const { unitId, token } = await test.unit();
  return { unitId, unit: await test.enter('unit', { token }), desk: await test.enter('desk', { name: '林警官' }) };
}

const begin = (desk: RawClient, unitId: string) => desk.ask('talk.begin', { commandId: newCommandId(), unitId });
const refused = (code: string) => ({ ok: false, error: { code } });

const opus: RequestInput<'talk.produce'>['rtpParameters'] = { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: 5 }], rtcp: { cname: 'desk' } };

async function receiveTransport(client: RawClient): Promise<string> {
  const { routerRtpCapabilities } = await client.request('media.capabilities', {});
  return (await client.request('media.createTransport', { direction: 'receive', rtpCapabilities: routerRtpCapabilities })).transportId;
}

describe('talk', () => {
  it('lets a desk send sound to one unit, which alone may take it, and nothing before or after', async () => {
    const { unitId, unit, desk } = await start();
    expect(await desk.ask('media.createTransport', { direction: 'send' })).toMatchObject(refused('forbidden'));
    await unit.request('talk.canHear', {});
    expect(await desk.request('talk.look', { unitId })).toEqual({ unitId, hears: true, speaker: null });
    const { talkId } = await desk.request('talk.begin', { commandId: newCommandId(), unitId });
    expect(await unit.notice('talk.changed')).toEqual({ talk: { talkId, name: '林警官', sounds: false } });
    const { transportId } = await desk.request('media.createTransport', { direction: 'send' });
    expect(await desk.ask('media.produce', { transportId, kind: 'audio', label: 'x', rtpParameters: opus })).toMatchObject(refused('forbidden'));
    const { producerId } = await desk.request('talk.produce', { talkId, transportId, rtpParameters: opus });
    await unit.notice('talk.changed', ({ talk }) => talk?.sounds === true);

    const ear = await receiveTransport(unit);
    expect(await unit.request('talk.hear', { talkId, transportId: ear })).toMatchObject({ producerId });
    const other = await test.enter('unit', { name: '思明02' });
    expect(await other.ask('talk.hear', { talkId, transportId: await receiveTransport(other) })).toMatchObject(refused('notFound'));
    expect(await desk.ask('talk.hear', { talkId, transportId: await receiveTransport(desk) })).toMatchObject(refused('forbidden'));
    expect(await unit.ask('media.consume', { transportId: ear, items: [{ feedId: crypto.randomUUID(), kind: 'audio' }] })).toMatchObject(refused('forbidden'));

    await desk.request('talk.end', { talkId });
    await unit.notice('talk.changed', ({ talk }) => talk === null);
    expect(await desk.ask('media.closeTransport', { transportId })).toMatchObject(refused('notFound'));
    expect(await desk.ask('media.createTransport', { direction: 'send' })).toMatchObject(refused('forbidden'));
    const auditor = await test.enter('desk', { roles: ['auditor'] });
    const { entries } = await auditor.request('audit.query', { filter: { names: ['talk.'] }, limit: 10 });
    expect(entries.map(({ name, data, actor }) => ({ name, data, actor }))).toMatchObject([
      { name: 'talk.ended', data: { unitId, reason: 'released' }, actor: { kind: 'person', name: '林警官' } },
      { name: 'talk.begun', data: { unitId, name: '林警官' } },
    ]);
  }, 30_000);

  it('has one speaker to a unit, whose name the next one is told, and one unit to a speaker', async () => {
    const { unitId, unit, desk } = await start();
    const second = await test.enter('desk', { name: '陈警官' });
    await unit.request('talk.canHear', {});
    const [one, two] = await Promise.all([begin(desk, unitId), begin(second, unitId)]);
    expect([one.ok, two.ok].filter(Boolean)).toHaveLength(1);
    const [speaker, late] = one.ok ? [desk, second] : [second, desk];
    expect(one.ok ? two : one).toMatchObject({ ok: false, error: { code: 'unitBusy', params: { name: one.ok ? '林警官' : '陈警官' } } });
    const other = await test.unit({ name: '思明02' });
    const otherUnit = await test.enter('unit', { token: other.token });
    await otherUnit.request('talk.canHear', {});
    expect(await begin(speaker, other.unitId)).toMatchObject(refused('conflict'));
    // Whoever waits hears at once that the way is free, also when the speaker just vanishes.
    speaker.socket.terminate();
    const name = one.ok ? '林警官' : '陈警官';
    await late.notice('talk.hearingChanged', (hearing) => hearing.speaker === name);
    const busyAt = late.frames.findIndex((frame) => 'notice' in frame && (frame.data as { speaker?: string }).speaker === name);
    await late.until((frame, index) => index > busyAt && 'notice' in frame && frame.notice === 'talk.hearingChanged' && (frame.data as Hearing).speaker === null && (frame.data as Hearing).unitId === unitId);
    expect(await begin(late, unitId)).toMatchObject({ ok: true });
  }, 30_000);

  it('says what stands in the way: away, without ears, not this desk\'s', async () => {
    const { unitId, unit, desk } = await start();
    expect(await begin(desk, unitId)).toMatchObject(refused('unitCannotHear'));
    expect(await begin(await test.enter('desk', { courtCode: '闽0524' }), unitId)).toMatchObject(refused('notFound'));
    expect(await begin(await test.enter('desk', { roles: ['leader'] }), unitId)).toMatchObject(refused('forbidden'));
    await unit.request('talk.canHear', {});
    const { talkId } = await desk.request('talk.begin', { commandId: newCommandId(), unitId });
    unit.socket.terminate();
    expect(await desk.notice('talk.stopped')).toEqual({ talkId, unitId, reason: 'unitLeft' });
    expect(await begin(desk, unitId)).toMatchObject(refused('unitAway'));
  }, 30_000);
});
