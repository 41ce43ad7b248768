import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import { readBatches } from '../testing/readBatches.ts';
import { Replica } from '../testing/replica.ts';

const fix = { longitudeDeg: 118.1, latitudeDeg: 24.4, headingDeg: 90, speedMps: 3, accuracyM: 5, batteryPercent: 80, signalBars: 4, charging: false };

describe('slow and silent sockets', () => {
  let test: TestHall;
  afterEach(() => test.close());

  it('a socket that does not read is cut off, and the others lose nothing', async () => {
    test = await startTestHall({ limits: { requestsPerSecond: 1e6, requestBurst: 1e6, maxBufferedBytes: 64 * 1024, maxBufferedForTelemetryBytes: 4 * 1024 } });
    const slow = await test.enter('desk');
    const quick = await test.enter('desk');
    const unit = await test.enter('unit');
    await slow.request('hall.follow', { from: null });
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
    const at = Date.now() + 10_000;
    unit.send(encodeFix({ ...fix, at }));
    await quick.binaryFrame(heard);
    await vi.waitFor(() => expect(readBatches(quick.binary).at(-1)?.fixes[0]?.fix.at).toBe(at));
  });

  it('a console that stops reading is told nothing more, and all it missed when it reads again', async () => {
    test = await startTestHall({ limits: { requestsPerSecond: 1e6, requestBurst: 1e6, maxBufferedBytes: 64 * 1024 * 1024 } });
    const { token } = await test.person();
    const slow = await test.enter('desk', { token });
    const quick = await test.enter('desk', { token });
    await slow.ask('media.capabilities', {});
    const { session } = test.mediaCalls.at(-1)!;
    const [late, prompt] = [await Replica.follow(slow), await Replica.follow(quick)];
    slow.socket.pause();
    // Asks for the whole hall and reads none of it, until the kernel's buffers are full, too.
    while (session.bufferedBytes < 512 * 1024) {
      for (let burst = 0; burst < 20; burst += 1) {
        slow.socket.send(JSON.stringify({ id: 9_000, method: 'audit.query', data: {} }));
        slow.socket.send(JSON.stringify({ id: 9_001, method: 'hall.follow', data: { from: { sequence: 0, hash: 'f'.repeat(64) } } }));
      }
      await quick.request('session.ping', {});
    }
    await vi.waitFor(async () => {
      const before = session.bufferedBytes;
      await quick.request('session.ping', {});
      expect(session.bufferedBytes).toBe(before);
    });
    const waiting = session.bufferedBytes;
    const names = Array.from({ length: 30 }, (_, index) => `单兵 ${index}`);
    for (const name of names) {
      await test.unit({ name });
    }
    const enrolled = (replica: Replica) => [...replica.catchUp().state.units.values()].map(({ name }) => name).sort();
    await vi.waitFor(() => expect(enrolled(prompt)).toEqual([...names].sort()));
    // What was on its way when it stopped may still have been written; nothing for each of the thirty.
    expect(session.bufferedBytes - waiting).toBeLessThan(8 * 1024);
    slow.socket.resume();
    await vi.waitFor(() => expect(slow.frames.some((frame) => 'notice' in frame && frame.notice === 'log.appended' && JSON.stringify(frame).includes(names[29]!))).toBe(true), { timeout: 10_000 });
    const told = slow.frames.filter((frame) => 'notice' in frame && frame.notice === 'log.appended' && names.some((name) => JSON.stringify(frame).includes(`"${name}"`)));
    expect(told.length).toBeLessThan(4);
    expect(slow.socket.readyState).toBe(slow.socket.OPEN);
    const again = await Replica.follow(slow, late.catchUp());
    expect(again.lists()).toEqual((await prompt.reach(again.position.sequence)).lists());
    expect(prompt.gaps).toEqual([]);
  });

  it('a peer that answers nothing for three ping intervals is closed with 4008; one that answers pings stays', async () => {
    test = await startTestHall({ limits: { pingIntervalMs: 100 } });
    const desk = await test.enter('desk');
    const { token } = await test.person();
    const mute = await test.connect({ autoPong: false });
    await mute.hello({ token, purpose: 'desk' });
    expect((await mute.closed).code).toBe(4008);
    expect(await desk.request('session.ping', {})).toHaveProperty('serverAt');
  });
});
