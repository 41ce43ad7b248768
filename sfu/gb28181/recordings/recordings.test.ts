import { randomUUIDv7 } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CommandId, SessionId } from '#protocol/nouns/ids.ts';
import { header } from '../sip/sipMessage.ts';
import { CHANNEL, DEVICE, deviceSdp, startGateway } from '../testing/gatewayRig.ts';
import { ScriptedDevice } from '../testing/scriptedDevice.ts';

const FROM = Date.parse('2026-11-22T09:00:00+08:00');
const UNTIL = Date.parse('2026-11-22T10:00:00+08:00');
const SPAN = { from: FROM, until: UNTIL };
const media = { videoCodec: 'H264', audioCodec: null, copied: true };
const item = (from: string, until: string, more = '') => `<Item><DeviceID>${CHANNEL}</DeviceID><Name>录像</Name><StartTime>2026-11-22T${from}</StartTime><EndTime>2026-11-22T${until}</EndTime>${more}</Item>`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function there<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('not there yet');
  return thing;
}

/** A device that is here; its picture of now is not asked for. */
async function rig() {
  const hall = await startGateway();
  cleanups.push(() => hall.gateway.close());
  const device = await ScriptedDevice.create({ id: DEVICE, hallPort: hall.gateway.port, protocol: 'udp' });
  cleanups.push(() => device.close());
  device.answer = ({ method, body }) => (method === 'INVITE' && body.toString().includes('s=Playback') ? { status: 200, headers: [['content-type', 'application/sdp']], body: deviceSdp('video') } : { status: method === 'INVITE' ? 488 : 200 });
  await device.register('secret');
  const { recordings } = hall.gateway;
  const serialOf = async () => Number(/<SN>(\d+)</.exec((await vi.waitFor(() => there(device.seen('MESSAGE', 'RecordInfo').at(-1)))).body.toString())?.[1]);
  const tell = async (sum: number, items: string) => device.message('Response', 'RecordInfo', await serialOf(), `<Name>x</Name><SumNum>${sum}</SumNum><RecordList Num="1">${items}</RecordList>`);
  const holder = (name = '林值班') => {
    const end = new AbortController();
    return { sessionId: randomUUIDv7() as SessionId, name, ended: end.signal, leave: () => end.abort() };
  };
  const play = (by = holder()) => recordings.play({ commandId: randomUUIDv7() as CommandId, record: hall.record(), span: SPAN, holder: by });
  const played = async (by = holder()) => {
    const before = hall.streams.length;
    const playback = await play(by);
    const stream = await vi.waitFor(() => there(hall.streams.slice(before).find(({ options, answers }) => options.recorded === true && answers.length > 0)));
    stream.options.onLive(media);
    return { by, playback, stream, sourceId: playback.sourceId };
  };
  const orders = () => device.seen('INFO').map(({ body }) => body.toString().split('\r\n').filter((line) => line !== '' && !line.startsWith('CSeq')));
  return { ...hall, device, recordings, tell, holder, play, played, orders };
}

describe('what a device recorded', () => {
  it('is asked for by its channel and in its time, and gathered from many messages', async () => {
    const { device, recordings, record, tell } = await rig();
    const listed = recordings.list(record(), SPAN);
    await tell(3, item('09:20:00', '09:40:00', '<Type>alarm</Type><Secrecy>1</Secrecy><FileSize>2048</FileSize>'));
    await tell(3, item('09:00:00', '09:20:00', '<Type>time</Type>'));
    // The same once more: its answer was lost.
    await tell(3, item('09:00:00', '09:20:00', '<Type>time</Type>'));
    expect(device.seen('MESSAGE', 'RecordInfo')[0]?.body.toString()).toMatch(new RegExp(`<DeviceID>${CHANNEL}</DeviceID>\\s*<StartTime>2026-11-22T09:00:00</StartTime>\\s*<EndTime>2026-11-22T10:00:00</EndTime>\\s*<Secrecy>0</Secrecy>\\s*<Type>all</Type>`));
    expect(await listed).toEqual({
      recordings: [
        { from: FROM, until: FROM + 1_200_000, kind: 'time', secret: false, name: '录像', bytes: null },
        { from: FROM + 1_200_000, until: FROM + 2_400_000, kind: 'alarm', secret: true, name: '录像', bytes: 2_048 },
      ],
      announced: 2,
    });
  });

  it('is told as far as it came when the device announced more, and too few announced cut nothing off', async () => {
    const { recordings, record, tell, device } = await rig();
    const few = recordings.list(record(), SPAN);
    await tell(1, item('09:00:00', '09:20:00') + item('09:20:00', '09:40:00'));
    expect(await few).toMatchObject({ recordings: { length: 2 }, announced: 2 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const many = recordings.list(record(), SPAN);
    const before = device.seen('MESSAGE', 'RecordInfo').length;
    while (device.seen('MESSAGE', 'RecordInfo').length === before) await new Promise((resolve) => setImmediate(resolve));
    await tell(500, item('09:00:00', '09:20:00'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await many).toMatchObject({ recordings: { length: 1 }, announced: 500 });
  });

  it('is nothing when there is none, and an error when the device refuses, is silent or away', async () => {
    const { recordings, record, tell, device } = await rig();
    const none = recordings.list(record(), SPAN);
    await tell(0, '');
    expect(await none).toEqual({ recordings: [], announced: 0 });
    device.answer = () => ({ status: 400 });
    await expect(recordings.list(record(), SPAN)).rejects.toMatchObject({ code: 'deviceSilent' });
    device.answer = () => ({ status: 200 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const silent = recordings.list(record(), SPAN).catch((error: unknown) => error);
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await silent).toMatchObject({ code: 'deviceSilent' });
    vi.useRealTimers();
    await device.register('secret', 0);
    await expect(recordings.list(record(), SPAN)).rejects.toMatchObject({ code: 'deviceAway' });
  });
});

describe('a recording that is played', () => {
  it('is called with its span and a number of recordings, and is playing from its first picture on', async () => {
    const { device, played, playbacks } = await rig();
    const { playback } = await played();
    expect(playback).toMatchObject({ state: 'calling', ...SPAN, holder: { name: '林值班' } });
    const invite = device.seen('INVITE', 's=Playback')[0];
    expect(invite?.body.toString()).toMatch(new RegExp(`u=${CHANNEL}:0\\r\\n[\\s\\S]*t=${FROM / 1_000} ${UNTIL / 1_000}\\r\\n[\\s\\S]*y=1\\d{9}\\r\\n`));
    expect(invite === undefined ? '' : header(invite, 'subject')).toMatch(new RegExp(`^${CHANNEL}:1\\d{9},`));
    expect(playbacks.at(-1)).toMatchObject({ state: 'playing', recordedAt: FROM, speed: 1 });
  });

  it('is steered on the wire, and knows the moment that is shown', async () => {
    const { recordings, played, orders, clock, playbacks } = await rig();
    const { sourceId, by } = await played();
    clock.now += 10_000;
    expect(await recordings.steer(sourceId, { kind: 'pause' }, by)).toMatchObject({ state: 'paused', recordedAt: FROM + 10_000 });
    clock.now += 60_000;
    expect(await recordings.steer(sourceId, { kind: 'resume' }, by)).toMatchObject({ state: 'playing', recordedAt: FROM + 10_000 });
    expect(await recordings.steer(sourceId, { kind: 'speed', speed: 4 }, by)).toMatchObject({ speed: 4 });
    clock.now += 10_000;
    expect(recordings.of(sourceId)).toMatchObject({ recordedAt: FROM + 50_000 });
    expect(await recordings.steer(sourceId, { kind: 'seek', at: FROM + 1_800_500 }, by)).toMatchObject({ recordedAt: FROM + 1_800_500 });
    expect(orders()).toEqual([
      ['PAUSE MANSRTSP/1.0', 'PauseTime: now'],
      ['PLAY MANSRTSP/1.0', 'Scale: 1.00', 'Range: npt=now-'],
      ['PLAY MANSRTSP/1.0', 'Scale: 4.00', 'Range: npt=now-'],
      ['PLAY MANSRTSP/1.0', 'Scale: 4.00', 'Range: npt=1800-'],
    ]);
    expect(playbacks.map(({ state }) => state)).toEqual(['calling', 'playing', 'paused', 'playing', 'playing', 'playing']);
  });

  it('stays as it was when the device refuses an order', async () => {
    const { recordings, played, device } = await rig();
    const { sourceId, by } = await played();
    device.answer = ({ method }) => ({ status: method === 'INFO' ? 488 : 200 });
    await expect(recordings.steer(sourceId, { kind: 'pause' }, by)).rejects.toMatchObject({ code: 'deviceRefused', params: { detail: '488' } });
    expect(recordings.of(sourceId)).toMatchObject({ state: 'playing' });
  });

  it.each(['within the call', 'by a message of its own'])('ends when the device tells %s that it has sent all, with a BYE', async (way) => {
    const { device, played, playbacks, recordings, clock } = await rig();
    const { sourceId, stream } = await played();
    clock.now += 2_000;
    const status = `<?xml version="1.0"?><Notify><CmdType>MediaStatus</CmdType><SN>9</SN><DeviceID>${CHANNEL}</DeviceID><NotifyType>121</NotifyType></Notify>`;
    const invite = device.seen('INVITE', 's=Playback')[0];
    const taken = way === 'within the call'
      ? device.request('MESSAGE', { callId: header(invite!, 'call-id') ?? '', from: `<sip:${CHANNEL}@3500000000>;tag=dev`, to: header(invite!, 'from') ?? '', body: status })
      : device.request('MESSAGE', { body: status });
    expect((await taken).status).toBe(200);
    await vi.waitFor(() => expect(device.seen('BYE')).toHaveLength(1));
    expect(playbacks.at(-1)).toMatchObject({ state: 'ended', recordedAt: UNTIL, ending: { why: 'finished', fault: null } });
    expect([stream.closed, recordings.of(sourceId)]).toEqual([1, null]);
  });

  it('ends with a BYE when its holder stops it, when its source goes, and when its device leaves', async () => {
    const { device, recordings, played, playbacks, change } = await rig();
    const first = await played();
    recordings.stop(first.sourceId, first.by);
    await vi.waitFor(() => expect(device.seen('BYE')).toHaveLength(1));
    await played();
    change({ label: '新名' });
    await vi.waitFor(() => expect(device.seen('BYE')).toHaveLength(2));
    await played();
    await device.register('secret', 0);
    await vi.waitFor(() => expect(playbacks.flatMap(({ ending }) => ending?.why ?? [])).toEqual(['stopped', 'sourceGone', 'deviceAway']));
  });

  it('says why the device did not play it', async () => {
    const { device, play, playbacks } = await rig();
    device.answer = ({ method }) => ({ status: method === 'INVITE' ? 486 : 200 });
    await play();
    await vi.waitFor(() => expect(playbacks.at(-1)).toMatchObject({ state: 'ended', ending: { why: 'fault', fault: 'busy', detail: '486 Answer' } }));
  });

  it('is one a device: others are told who has it, until that person has gone', async () => {
    const { recordings, played, play, holder, device, playbacks } = await rig();
    const { sourceId, by } = await played();
    const other = holder('陈调度');
    await expect(play(other)).rejects.toMatchObject({ code: 'playbackHeld', params: { name: '林值班' } });
    await expect(recordings.steer(sourceId, { kind: 'pause' }, other)).rejects.toMatchObject({ code: 'playbackHeld' });
    expect(() => recordings.stop(sourceId, other)).toThrow(expect.objectContaining({ code: 'playbackHeld' }));
    by.leave();
    expect(playbacks.at(-1)?.holder).toBeNull();
    expect(await recordings.steer(sourceId, { kind: 'pause' }, other)).toMatchObject({ holder: { name: '陈调度' } });
    // The holder may choose another span.
    await play(other);
    await vi.waitFor(() => expect(device.seen('BYE')).toHaveLength(1));
    expect(recordings.of(sourceId)).toMatchObject({ state: 'calling', holder: { name: '陈调度' } });
  });

  it('begins once, however often its command comes', async () => {
    const { recordings, record, holder, device } = await rig();
    const once = { commandId: randomUUIDv7() as CommandId, record: record(), span: SPAN, holder: holder() };
    await recordings.play(once);
    await recordings.play(once);
    await vi.waitFor(() => expect(device.seen('ACK')).not.toHaveLength(0));
    expect(device.seen('INVITE', 's=Playback')).toHaveLength(1);
  });

  it('ends when nobody has watched it for half a minute, and when it is long past its end', async () => {
    const { played, clock, playbacks } = await rig();
    await played();
    clock.viewers = 0;
    clock.now += 31_000;
    await vi.waitFor(() => expect(playbacks.at(-1)?.ending?.why).toBe('unwatched'), { timeout: 4_000 });
    clock.viewers = 1;
    await played();
    clock.now += UNTIL - FROM;
    await vi.waitFor(() => {
      clock.now += 1_000;
      expect(playbacks.at(-1)).toMatchObject({ recordedAt: UNTIL, ending: { why: 'finished' } });
    }, { timeout: 4_000 });
  });
});
