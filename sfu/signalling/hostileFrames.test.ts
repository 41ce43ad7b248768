import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '#protocol/limits.ts';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import type { RawClient } from '../testing/rawClient.ts';

/** Raw sockets against a whole hall over WSS. After each attack another client must still be served. */
describe('hostile frames', () => {
  let test: TestHall;
  let bystander: RawClient;

  beforeAll(async () => {
    test = await startTestHall({ limits: { helloTimeoutMs: 1_500 } });
    bystander = await test.enter('desk');
  });
  afterAll(() => test.close());
  afterEach(async () => {
    await bystander.request('session.ping', {});
    if (bystander.frames.some((frame) => 'id' in frame && frame.id === null)) {
      throw new Error('a bystander got the answer to an attack');
    }
  });

  it.each([
    ['not JSON', 'hello?'],
    ['empty', ''],
    ['an array', '[]'],
    ['a number', '7'],
    ['no id', '{"method":"session.ping","data":{}}'],
    ['a text id', '{"id":"1","method":"session.ping","data":{}}'],
    ['a negative id', '{"id":-1,"method":"session.ping","data":{}}'],
    ['an extra key', '{"id":1,"method":"session.ping","data":{},"admin":true}'],
    ['an endless method', JSON.stringify({ id: 1, method: 'm'.repeat(1_000), data: {} })],
    ['100,000 brackets', '['.repeat(100_000)],
    ['a deep object', `{"id":1,"method":"session.ping","data":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)},"x":1}`],
  ])('%s gets badFrame, and the fifth closes the socket', async (_, text) => {
    const client = await test.enter('desk');
    for (let round = 0; round < 5; round += 1) {
      client.send(text);
    }
    expect(await client.closed).toEqual({ code: 4000, reason: 'badFrame' });
    const errors = client.frames.filter((frame) => 'ok' in frame && !frame.ok && frame.id === null && frame.error.code === 'badFrame');
    expect(errors).toHaveLength(5);
  });

  it.each([
    ['unknown method', 'hall.destroy', {}, 'unknownMethod'],
    ['a method of Object.prototype', 'constructor', {}, 'unknownMethod'],
    ['__proto__', '__proto__', {}, 'unknownMethod'],
    ['a wrong type', 'telemetry.follow', { enabled: 'yes' }, 'badInput'],
    ['null for data', 'telemetry.follow', null, 'badInput'],
    ['an extra key', 'session.ping', { more: 1 }, 'badInput'],
    ['a second hello', 'session.hello', {}, 'alreadyOpen'],
    ['another role’s request', 'media.produce', {}, 'forbidden'],
  ])('%s gets its code and the session goes on', async (_, method, data, code) => {
    const client = await test.enter('desk');
    expect(await client.ask(method, data)).toMatchObject({ ok: false, error: { code } });
    expect(await client.request('session.ping', {})).toHaveProperty('serverAt');
  });

  it('a 10 MB frame closes its socket with 1009', async () => {
    const client = await test.enter('desk');
    client.send(Buffer.alloc(10 * 1024 * 1024, 0x61).toString());
    expect((await client.closed).code).toBe(1009);
  });

  it('bytes that are no UTF-8 close the socket', async () => {
    const client = await test.enter('desk');
    client.socket.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]), { binary: false });
    expect((await client.closed).code).toBe(1007);
  });

  it('a flood is refused, then closed with 4004', async () => {
    const client = await test.enter('desk');
    for (let id = 100; id < 100 + LIMITS.requestBurst * 2; id += 1) {
      client.send({ id, method: 'session.ping', data: {} });
    }
    expect((await client.closed).code).toBe(4004);
    const refused = client.frames.filter((frame) => 'ok' in frame && !frame.ok && frame.error.code === 'tooManyRequests');
    expect(refused.length).toBeGreaterThan(50);
    expect(refused[0]).toHaveProperty('id', expect.any(Number));
    const served = client.frames.filter((frame) => 'ok' in frame && frame.ok).length;
    expect(served).toBeLessThan(LIMITS.requestBurst + LIMITS.requestsPerSecond);
  });

  it('no hello: 4001, and nothing is served before it', async () => {
    const client = await test.connect();
    expect(await client.ask('hall.follow', {})).toMatchObject({ ok: false, error: { code: 'helloRequired' } });
    client.send(encodeFix({ longitudeDeg: 119, latitudeDeg: 26, headingDeg: 0, speedMps: 0, accuracyM: 5, batteryPercent: 50, signalBars: 3, charging: false, at: Date.now() }));
    expect(await client.until((frame) => 'id' in frame && frame.id === null)).toMatchObject({ error: { code: 'helloRequired' } });
    expect(await client.closed).toEqual({ code: 4001, reason: 'helloTimeout' });
  });

  it('malformed telemetry is answered and the fifth closes the socket', async () => {
    const client = await test.enter('unit');
    for (let round = 0; round < 5; round += 1) {
      client.send(new Uint8Array([1, 1, 0, round]));
    }
    expect((await client.closed).code).toBe(4000);
  });

  it('a desk cannot send telemetry', async () => {
    const client = await test.enter('desk');
    client.send(encodeFix({ longitudeDeg: 119, latitudeDeg: 26, headingDeg: 0, speedMps: 0, accuracyM: 5, batteryPercent: 50, signalBars: 3, charging: false, at: Date.now() }));
    expect(await client.until((frame) => 'id' in frame && frame.id === null)).toMatchObject({ error: { code: 'forbidden' } });
  });

  it('a binary frame above its limit is refused', async () => {
    const client = await test.enter('unit');
    client.send(new Uint8Array(LIMITS.maxBinaryFrameBytes + 1));
    expect(await client.until((frame) => 'id' in frame && frame.id === null)).toMatchObject({ error: { code: 'badFrame' } });
  });
});
