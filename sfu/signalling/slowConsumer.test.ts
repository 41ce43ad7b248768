import { afterEach, describe, expect, it } from 'vitest';
import { decodeBatch, encodeFix } from '#protocol/telemetry/frames.ts';
import { startTestHall, type TestHall } from '../testHall.ts';

const fix = { longitudeDeg: 118.1, latitudeDeg: 24.4, headingDeg: 90, speedMps: 3, accuracyM: 5, batteryPercent: 80, signalBars: 4, charging: false };

describe('slow and silent sockets', () => {
  let test: TestHall;
  afterEach(() => test.close());

  it('a socket that does not read is cut off, and the others lose nothing', async () => {
    test = await startTestHall({ limits: { requestsPerSecond: 1e6, requestBurst: 1e6, maxBufferedBytes: 64 * 1024, maxBufferedForTelemetryBytes: 4 * 1024 } });
    const slow = await test.enter('desk');
    const quick = await test.enter('desk');
    const unit = await test.enter('unit');
    await slow.request('hall.follow', {});
    await slow.request('telemetry.follow', { enabled: true });
    await quick.request('telemetry.follow', { enabled: true });
    slow.socket.pause();
    // Asks for much and reads none of it, until the kernel's buffers are full.
    const tiles = Array.from({ length: 80 }, (_, index) => ({
      tileKey: `${index}`.padEnd(64, '.'), feedId: null, state: 'empty', framesPresented: 0, framesPerSecond: 0,
      lastFrameAt: null, delayMs: null, widthPx: 0, heightPx: 0, staleCount: 0,
    }));
    slow.socket.send(JSON.stringify({ id: 1, method: 'diagnostics.report', data: { tiles } }));
    let worstMs = 0;
    const sessionsOf = async () => (await quick.request('diagnostics.list', {})).windows.length;
    await expect.poll(sessionsOf).toBe(1);
    for (let round = 0; round < 200 && (await sessionsOf()) > 0; round += 1) {
      for (let burst = 0; burst < 20; burst += 1) {
        slow.socket.send(JSON.stringify({ id: 2, method: 'diagnostics.list', data: {} }));
      }
      unit.send(encodeFix({ ...fix, at: Date.now() }));
      const startedAt = performance.now();
      await quick.request('session.ping', {});
      worstMs = Math.max(worstMs, performance.now() - startedAt);
    }
    // Its report is gone with its session.
    expect(await sessionsOf()).toBe(0);
    expect(worstMs).toBeLessThan(1_000);
    const heard = quick.binary.length;
    unit.send(encodeFix({ ...fix, at: 1_000 }));
    await quick.binaryFrame(heard);
    expect(decodeBatch(quick.binary.at(-1)!).fixes[0]?.fix.at).toBe(1_000);
  });

  it('a peer that answers nothing for three ping intervals is closed with 4008; one that answers pings stays', async () => {
    test = await startTestHall({ limits: { pingIntervalMs: 100 } });
    const desk = await test.enter('desk');
    const { token } = await test.enrolment.enrolDevice({ role: 'console', name: 'mute' });
    const mute = await test.connect({ autoPong: false });
    await mute.hello({ token, purpose: 'desk' });
    expect((await mute.closed).code).toBe(4008);
    expect(await desk.request('session.ping', {})).toHaveProperty('serverAt');
  });
});
