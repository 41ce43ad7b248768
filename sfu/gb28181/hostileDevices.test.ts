import { createConnection } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ScriptedDevice } from './testing/scriptedDevice.ts';
import { CHANNEL, DEVICE, deviceSdp, startGateway } from './testing/gatewayRig.ts';

const MESSAGES = 10_000;
const MAX_GROWTH_BYTES = 96 * 1024 * 1024;

/** Mulberry32: the same messages at every run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const head = (method: string, number: number, body: string, more: readonly string[] = []): string => [
  `${method} sip:35000000002000000001@3500000000 SIP/2.0`, `Via: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bKf${number}`, `From: <sip:${DEVICE}@3500000000>;tag=f${number}`, `To: <sip:${DEVICE}@3500000000>`,
  `Call-ID: fuzz-${number}`, `CSeq: ${number} ${method}`, `Contact: <sip:${DEVICE}@127.0.0.1:5060>`, ...more, `Content-Length: ${Buffer.byteLength(body)}`, '', body,
].join('\r\n');
const xml = (kind: string, command: string, inside: string): string => `<?xml version="1.0"?><${kind}><CmdType>${command}</CmdType><SN>1</SN><DeviceID>${DEVICE}</DeviceID>${inside}</${kind}>`;
const SEEDS: ((number: number) => string)[] = [
  (number) => head('REGISTER', number, '', ['Expires: 3600', 'Authorization: Digest username="a", realm="3500000000", nonce="x.y", uri="sip:a", response="0", qop=auth, nc=00000001, cnonce="z"']),
  (number) => head('MESSAGE', number, xml('Notify', 'Alarm', '<AlarmMethod>2</AlarmMethod><Info><AlarmType>1</AlarmType></Info>')),
  (number) => head('MESSAGE', number, xml('Notify', 'MobilePosition', '<Longitude>119</Longitude><Latitude>26</Latitude>')),
  (number) => head('MESSAGE', number, xml('Response', 'Catalog', `<SumNum>2</SumNum><DeviceList><Item><DeviceID>${CHANNEL}</DeviceID></Item></DeviceList>`)),
  (number) => head('INVITE', number, deviceSdp('audio', { direction: 'recvonly' }), ['Content-Type: application/sdp']),
  (number) => head('NOTIFY', number, `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`),
  (number) => head('BYE', number, ''),
  (number) => head('INVITE', number, '', [`Subject: ${'x'.repeat(3_000)}`]).replace('INVITE', 'OPTIONS'),
];

function mutated(seed: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(seed);
  for (let changes = Math.floor(random() * 5); changes > 0; changes--) {
    const at = Math.floor(random() * bytes.length);
    switch (Math.floor(random() * 5)) {
      case 0: bytes[at] = Math.floor(random() * 256); break;
      case 1: bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + Math.floor(random() * 12))]); break;
      case 2: bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + 200), bytes.subarray(at)]); break;
      case 3: bytes = bytes.subarray(0, Math.max(8, at)); break;
      default: bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(['\r\n', '\0', '<', '>', '"', '-1', '99999999999', ': ', ';', '%00'][Math.floor(random() * 10)] ?? ''), bytes.subarray(at)]);
    }
    if (bytes.length === 0) return Buffer.from('x');
  }
  return bytes.subarray(0, 60_000);
}

describe('hostile devices', () => {
  it(`does not fall over ${MESSAGES} broken messages over UDP and TCP, and takes a device after them`, { timeout: 120_000 }, async () => {
    const { gateway, alarms, clock } = await startGateway();
    onTestFinished(() => gateway.close());
    const device = await ScriptedDevice.create({ id: DEVICE, hallPort: gateway.port, protocol: 'udp' });
    onTestFinished(() => device.close());
    // What it says then reaches the rooms behind the parser too.
    expect((await device.register('secret')).status).toBe(200);
    const answered: number[] = [];
    const random = randomOf(28_181);
    const before = process.memoryUsage().heapUsed;
    for (let number = 1; number <= MESSAGES; number++) {
      const seed = SEEDS[number % SEEDS.length]?.(number) ?? '';
      const bytes = mutated(Buffer.from(seed), random);
      if (number % 10 === 0) {
        const socket = createConnection({ host: '127.0.0.1', port: gateway.port });
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(bytes);
        socket.end();
        socket.destroySoon();
      } else device.raw(bytes);
      // As many as the socket can hold, and no more: those that are lost test nothing.
      if (number % 50 === 0) answered.push((await device.request('OPTIONS')).status);
    }
    expect(new Set(answered)).toEqual(new Set([200]));
    // Its address has given wrong passwords many times.
    clock.now += 61_000;
    expect((await device.register('secret')).status).toBe(200);
    expect((await device.notify('Keepalive', 1)).status).toBe(200);
    // Some of them got through whole.
    expect(alarms.length).toBeGreaterThan(50);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(MAX_GROWTH_BYTES);
  });
});
