import { afterEach, describe, expect, it, vi } from 'vitest';
import { CHANNEL, DEVICE, startGateway } from '../../sfu/gb28181/testing/gatewayRig.ts';
import type { Picture } from './media/pictures.ts';
import { SimulatedDevice, type DeviceOptions } from './simulatedDevice.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const KEY: Picture = { bytes: Buffer.from([0, 0, 0, 1, 0x65, 1, 2, 3]), isKeyFrame: true };

/** The simulator before the hall's own gateway: two readings of one standard. */
async function meet(changed: Partial<DeviceOptions> = {}) {
  const hall = await startGateway();
  const lines: string[] = [];
  const device = await SimulatedDevice.create({
    id: DEVICE, name: '模拟执法记录仪', password: 'secret', server: { id: '35000000002000000001', realm: '3500000000', host: '127.0.0.1', port: hall.gateway.port }, protocol: 'UDP', edition: '2016',
    channels: [{ id: CHANNEL, name: '前胸' }], source: { codec: 'h264', live: (onPicture) => {
      const timer = setInterval(() => onPicture(KEY), 50);
      return () => clearInterval(timer);
    }, recordedAt: () => null },
    toneHz: null, place: () => ({ latitudeDeg: 26.08, longitudeDeg: 119.3, speedKmh: 36, directionDeg: 90 }), recordedDays: 1, voiceWay: 'udp', behindNat: false, lossPercent: 0, expiresS: 3_600, heartbeatMs: 60_000, fault: null,
    log: (line) => void lines.push(line), ...changed,
  });
  cleanups.push(() => hall.gateway.close(), () => device.close());
  return { hall, device, lines };
}

describe.each([['2016', 'UDP', 'MD5'], ['2022', 'UDP', 'SHA-256'], ['2022', 'TCP', 'SHA-256']] as const)('a device of %s over %s', (edition, protocol, algorithm) => {
  it(`registers with ${algorithm}, tells its channels in its own encoding, and takes leave`, async () => {
    const { hall, device, lines } = await meet({ edition, protocol });
    expect(await device.register('not this')).toBe(401);
    expect(await device.register()).toBe(200);
    expect(lines.join('\n')).toContain(`注册成功（${algorithm}`);
    await vi.waitFor(() => expect(hall.gateway.channels()).toMatchObject([{ channelId: CHANNEL, name: '前胸', manufacturer: 'Simulator', online: true }]));
    expect(hall.here()).toBe(1);
    await device.close();
    expect(hall.here()).toBe(0);
  });

  it('takes a call, and ends it when it is hung up', async () => {
    const { hall, device } = await meet({ edition, protocol });
    await device.register();
    await vi.waitFor(() => expect(hall.streams[0]?.answers).toMatchObject([{ host: '127.0.0.1', ssrc: 1, payloads: new Map([[96, 'PS']]) }]));
    expect([device.ways, device.openCalls]).toEqual([['udp'], 1]);
    hall.change({ enabled: false });
    await vi.waitFor(() => expect(device.openCalls).toBe(0));
  });

  it('is on the map where it says, and its alarm is one however often it is told', async () => {
    const { hall, device } = await meet({ edition, protocol });
    await device.register();
    await vi.waitFor(() => expect(device.openCalls).toBe(1));
    await device.tellPosition();
    await vi.waitFor(() => expect(hall.fixes[0]).toMatchObject({ longitudeDeg: 119.3, latitudeDeg: 26.08, speedMps: 10, headingDeg: 90 }));
    await device.alarm('一键报警', { times: 2 });
    await vi.waitFor(() => expect(hall.alarms[0]).toMatchObject({ kind: 'sos', text: '执法记录仪1 设备报警：一键报警', position: { longitudeDeg: 119.3 } }));
    expect(new Set(hall.alarms.map(({ commandId }) => commandId)).size).toBe(1);
  });
});

describe('a device', () => {
  it('calls back when the hall wants to speak, and hears it hang up', async () => {
    const { hall, device } = await meet();
    await device.register();
    await vi.waitFor(() => expect(device.openCalls).toBe(1));
    const voice = await hall.sinks.get(hall.unitId)?.begin({ name: '值班员', onLost: () => undefined });
    await vi.waitFor(() => expect(device.openCalls).toBe(2));
    expect(hall.voices[0]?.answers).toMatchObject([{ host: '127.0.0.1', payloads: new Map([[8, 'PCMA']]) }]);
    voice?.end();
    await vi.waitFor(() => expect(device.openCalls).toBe(1));
    expect(hall.voices[0]?.closed).toBe(1);
  });

  it('behind a NAT tells an address that nobody can reach', async () => {
    const { hall, device } = await meet({ behindNat: true });
    expect(await device.register()).toBe(200);
    await vi.waitFor(() => expect(hall.streams[0]?.answers).toMatchObject([{ host: '192.168.77.64' }]));
  });

  it('whose XML is cut in half stays, and nothing that it says counts', async () => {
    const { hall, device, lines } = await meet({ fault: 'badXml' });
    expect(await device.register()).toBe(200);
    await vi.waitFor(() => expect(lines.join('\n')).toContain('查询 DeviceInfo'));
    await device.alarm('一键报警');
    expect([hall.alarms, hall.here()]).toEqual([[], 1]);
  });
});
