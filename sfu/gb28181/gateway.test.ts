import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { header } from './sip/sipMessage.ts';
import { ScriptedDevice } from './testing/scriptedDevice.ts';
import { CHANNEL, DEVICE, deviceSdp, startGateway } from './testing/gatewayRig.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function rig(options: { heartbeat?: number; protocol?: 'udp' | 'tcp'; id?: string } = {}) {
  const hall = await startGateway(options);
  cleanups.push(() => hall.gateway.close());
  const device = await ScriptedDevice.create({ id: options.id ?? DEVICE, hallPort: hall.gateway.port, protocol: options.protocol ?? 'udp' });
  cleanups.push(() => device.close());
  return { ...hall, device };
}

const media = { videoCodec: 'h264', audioCodec: null, copied: true };
const takesCalls = (device: ScriptedDevice): void => {
  device.answer = ({ method }) => (method === 'INVITE' ? { status: 200, headers: [['content-type', 'application/sdp']], body: deviceSdp('video') } : { status: 200 });
};

describe.each(['udp', 'tcp'] as const)('a device over %s', (protocol) => {
  it('registers with the password of its source, is told the time, and leaves', async () => {
    const { device, told, here } = await rig({ protocol });
    expect((await device.register('wrong')).status).toBe(401);
    expect(told.at(-1)?.fault?.fault).toBe('refusedLogin');
    const taken = await device.register('secret');
    expect([taken.status, header(taken, 'date')]).toEqual([200, '2027-01-15T16:00:00.000']);
    expect(header(taken, 'via')).toMatch(/;rport=\d+;received=127\.0\.0\.1/);
    expect(here()).toBe(1);
    expect((await device.register('secret', 0)).status).toBe(200);
    expect([here(), told.at(-1)?.state]).toEqual([0, 'waiting']);
  });

  it('is called, acknowledged, live, and hung up when the source is switched off', async () => {
    const { device, streams, told, change } = await rig({ protocol });
    takesCalls(device);
    await device.register('secret');
    await vi.waitFor(() => expect(streams[0]?.answers).toHaveLength(1));
    expect(device.seen('INVITE')[0]?.body.toString()).toMatch(/s=Play\r\n[\s\S]*m=video 33000 RTP\/AVP 96 98 97 100[\s\S]*\r\ny=0000000001\r\n/);
    expect(streams[0]?.answers[0]).toMatchObject({ host: '127.0.0.1', port: 40_000, ssrc: 100_000_001 });
    await vi.waitFor(() => expect(device.seen('ACK')).toHaveLength(1));
    streams[0]?.options.onLive(media);
    expect(told.at(-1)).toMatchObject({ state: 'live', media });
    change({ enabled: false });
    await vi.waitFor(() => expect(device.seen('BYE')).toHaveLength(1));
    expect([streams[0]?.closed, told.at(-1)?.state]).toEqual([1, 'off']);
  });
});

describe('the gateway', () => {
  it('refuses a device that nobody named, and shows it', async () => {
    const { device, gateway } = await rig({ id: '35000000001320000099' });
    expect((await device.register('secret')).status).toBe(403);
    expect(gateway.channels()).toMatchObject([{ deviceId: '35000000001320000099', channelId: null, online: false }]);
    expect((await device.notify('Keepalive', 1)).status).toBe(403);
  });

  it('lets an address wait that gives wrong passwords again and again', async () => {
    const { device } = await rig();
    const statuses: number[] = [];
    for (let turn = 0; turn < 11; turn++) statuses.push((await device.register('wrong')).status);
    expect(statuses.at(-1)).toBe(503);
    expect((await device.register('secret')).status).toBe(503);
  });

  it('says why a refused call failed, and calls again', async () => {
    const { device, streams, told } = await rig();
    device.answer = ({ method }) => ({ status: method === 'INVITE' ? 488 : 200 });
    await device.register('secret');
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ state: 'retrying', fault: { fault: 'codec', detail: '488 Answer' } }));
    expect([streams[0]?.closed, device.seen('ACK').length]).toEqual([1, 1]);
    takesCalls(device);
    await vi.waitFor(() => expect(streams[1]?.answers).toHaveLength(1), { timeout: 4_000 });
  });

  it('ends half a call: taken with words that are no SDP', async () => {
    const { device, streams, told } = await rig();
    device.answer = ({ method }) => ({ status: 200, body: method === 'INVITE' ? 'nothing' : '' });
    await device.register('secret');
    await vi.waitFor(() => expect(device.seen('BYE')).toHaveLength(1));
    expect([streams[0]?.closed, device.seen('ACK').length, told.at(-1)?.fault?.fault]).toEqual([1, 1, 'failed']);
  });

  it('cancels a call that rings while its source goes, and ends it when it is taken all the same', async () => {
    const { device, streams, change } = await rig();
    device.answer = ({ method }) => (method === 'INVITE' ? { status: 180 } : { status: 200 });
    await device.register('secret');
    await vi.waitFor(() => expect(device.seen('INVITE')).toHaveLength(1));
    change(null);
    await vi.waitFor(() => expect(device.seen('CANCEL')).toHaveLength(1));
    expect(streams[0]?.closed).toBe(1);
    const invite = device.seen('INVITE')[0];
    device.raw(Buffer.from(['SIP/2.0 200 OK', ...['via', 'from', 'call-id', 'cseq'].map((name) => `${name}: ${invite === undefined ? '' : header(invite, name)}`), `to: <sip:${CHANNEL}@3500000000>;tag=late`, 'Content-Length: 0', '', ''].join('\r\n')));
    await vi.waitFor(() => expect(device.seen('BYE')).toHaveLength(1));
  });

  it('ends the call when the device says BYE, and believes no stranger', async () => {
    const { device, streams } = await rig();
    takesCalls(device);
    await device.register('secret');
    await vi.waitFor(() => expect(streams[0]?.answers).toHaveLength(1));
    const invite = device.seen('INVITE')[0];
    const callId = invite === undefined ? '' : header(invite, 'call-id') ?? '';
    expect((await device.request('BYE', { callId, from: '<sip:x@y>;tag=other', to: invite === undefined ? '' : header(invite, 'from') ?? '' })).status).toBe(481);
    expect(streams[0]?.closed).toBe(0);
    expect((await device.request('BYE', { callId, from: `<sip:${CHANNEL}@3500000000>;tag=dev`, to: invite === undefined ? '' : header(invite, 'from') ?? '' })).status).toBe(200);
    await vi.waitFor(() => expect(streams[0]?.closed).toBe(1));
    expect(device.seen('BYE')).toHaveLength(0);
  });

  it('gathers a catalogue from its pages', async () => {
    const { device, gateway } = await rig();
    await device.register('secret');
    await vi.waitFor(() => expect(device.seen('MESSAGE', 'DeviceInfo')).toHaveLength(1));
    const serialOf = (word: string): number => Number(/<SN>(\d+)</.exec(device.seen('MESSAGE', word)[0]?.body.toString() ?? '')?.[1]);
    await device.message('Response', 'DeviceInfo', serialOf('DeviceInfo'), '<Manufacturer>海康</Manufacturer>');
    await vi.waitFor(() => expect(device.seen('MESSAGE', 'Catalog')).toHaveLength(1));
    for (const last of [1, 2, 3]) await device.message('Response', 'Catalog', serialOf('Catalog'), `<SumNum>3</SumNum><DeviceList Num="1"><Item><DeviceID>3500000000131000000${last}</DeviceID><Name>通道${last}</Name><Status>${last === 3 ? 'OFF' : 'ON'}</Status></Item></DeviceList>`);
    await vi.waitFor(() => expect(gateway.channels().map(({ name, online, manufacturer }) => [name, online, manufacturer])).toEqual([['通道1', true, '海康'], ['通道2', true, '海康'], ['通道3', false, '海康']]));
  });

  it('puts positions on the map, by MESSAGE and by NOTIFY, and none that is nowhere', async () => {
    const { device, fixes } = await rig();
    await device.register('secret');
    await vi.waitFor(() => expect(device.seen('SUBSCRIBE', '<Interval>5</Interval>')).toHaveLength(1));
    await device.notify('MobilePosition', 1, '<Time>2026-11-23T09:30:00</Time><Longitude>119.3</Longitude><Latitude>26.08</Latitude><Speed>36</Speed><Direction>90</Direction>', 'NOTIFY');
    await device.notify('MobilePosition', 2, '<Longitude>0</Longitude><Latitude>0</Latitude>');
    expect(fixes).toMatchObject([{ longitudeDeg: 119.3, latitudeDeg: 26.08, speedMps: 10, headingDeg: 90, at: Date.parse('2026-11-23T01:30:00Z') }]);
  });

  it('raises an alarm with one identity however often it is told', async () => {
    const { device, alarms } = await rig();
    await device.register('secret');
    const inside = '<AlarmPriority>1</AlarmPriority><AlarmMethod>2</AlarmMethod><AlarmTime>2026-11-23T09:30:00</AlarmTime><AlarmDescription>一键报警</AlarmDescription>';
    await device.notify('Alarm', 7, inside);
    await device.notify('Alarm', 7, inside, 'NOTIFY');
    expect(alarms.map(({ kind, text }) => [kind, text])).toEqual([['sos', '执法记录仪1 设备报警：一键报警'], ['sos', '执法记录仪1 设备报警：一键报警']]);
    expect(new Set(alarms.map(({ commandId }) => commandId)).size).toBe(1);
    await vi.waitFor(() => expect(device.seen('MESSAGE', '<Result>OK</Result>')).toHaveLength(1));
  });

  it('speaks to a device that calls back, and not to one that does not', async () => {
    const { device, sinks, voices, unitId } = await rig();
    await device.register('secret');
    device.answer = ({ method, body }) => {
      if (method === 'MESSAGE' && body.toString().includes('Broadcast')) {
        void device.request('INVITE', { callId: 'voice', to: '<sip:35000000002000000001@3500000000>', headers: [['content-type', 'application/sdp']], body: deviceSdp('audio', { direction: 'recvonly' }) }).then((taken) => device.request('ACK', { callId: 'voice', to: header(taken, 'to') ?? '' }));
      }
      return { status: 200 };
    };
    const voice = await sinks.get(unitId)?.begin({ name: '值班员', onLost: () => undefined });
    voice?.packet(Buffer.alloc(20));
    expect(voices).toMatchObject([{ packets: 1, closed: 0, answers: [{ port: 40_000 }] }]);
    voice?.end();
    await vi.waitFor(() => expect(device.seen('BYE')).toHaveLength(1));
    expect(voices[0]?.closed).toBe(1);
    device.answer = ({ method }) => ({ status: method === 'MESSAGE' ? 404 : 200 });
    await expect(sinks.get(unitId)?.begin({ name: '值班员', onLost: () => undefined })).rejects.toMatchObject({ code: 'unitCannotHear' });
  });

  it('takes a device for gone that falls silent, with all its calls', async () => {
    const { device, clock, streams, told, here, silences } = await rig({ heartbeat: 1 });
    takesCalls(device);
    await device.register('secret');
    await vi.waitFor(() => expect(streams[0]?.answers).toHaveLength(1));
    clock.now += 3_500;
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ state: 'waiting', fault: { fault: 'silent' } }), { timeout: 4_000 });
    expect([here(), streams[0]?.closed, silences]).toEqual([0, 1, [3_500]]);
  });

  it('says of a full hall that no port is left, and of an address that it cannot use which', async () => {
    const { device, told, refuse } = await rig();
    refuse(new AppError('tooManyFeeds'));
    await device.register('secret');
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ state: 'retrying', fault: { fault: 'noPort' } }));
    refuse(new AppError('ingestRefused', { detail: '192.0.2.7: EADDRNOTAVAIL' }));
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ state: 'retrying', fault: { fault: 'failed', detail: '192.0.2.7: EADDRNOTAVAIL' } }), { timeout: 4_000 });
  });
});
