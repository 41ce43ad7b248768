import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HallSnapshot, Presence } from '#protocol/nouns/hall.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { convertDatum, distanceM } from '#domain/geodesy/datum.ts';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { startTestHall, type TestHall } from './testing/testHall.ts';
import { readBatches } from './testing/readBatches.ts';
import type { RawClient } from './testing/rawClient.ts';

const VIDEO = [{ kind: 'video', mimeType: 'video/VP8', spatialLayers: 3, temporalLayers: 2 }] as const;
const wall1 = 'wall-1' as SlotId;

async function follow(client: RawClient): Promise<{ state: HallSnapshot; presence: Presence }> {
  const { log, presence } = await client.request('hall.follow', { from: null });
  return log.kind === 'snapshot' ? { state: log.state, presence } : Promise.reject(new Error('no snapshot'));
}

describe('hall', () => {
  const halls: TestHall[] = [];
  const begin = async (options?: Parameters<typeof startTestHall>[0]) => {
    const test = await startTestHall(options);
    halls.push(test);
    return test;
  };
  afterEach(async () => {
    for (const test of halls.splice(0)) {
      await test.close();
    }
  });

  it('a follower sees a unit that was enrolled while the hall runs come and go', async () => {
    const test = await begin();
    const desk = await test.enter('desk');
    expect((await follow(desk)).presence.units).toEqual([]);
    const unit = await test.enter('unit');
    const { units: [here] = [] } = await desk.notice('presence.changed', ({ units }) => units?.some(({ online }) => online) ?? false);
    const { state } = await follow(desk);
    expect(state.units).toMatchObject([{ unitId: here?.unitId, name: '思明01', courtCode: '闽0203', kind: 'phone', state: 'enrolled' }]);
    unit.socket.close();
    const { units: gone } = await desk.notice('presence.changed', ({ units }) => units?.some(({ online, lastSeenAt }) => !online && lastSeenAt !== null) ?? false);
    expect(gone).toMatchObject([{ unitId: here?.unitId }]);
    expect((await follow(desk)).presence.units).toEqual(gone);
  });

  it('a unit’s second connection replaces its first, and nobody hears that it went away', async () => {
    const test = await begin();
    const desk = await test.enter('desk');
    await follow(desk);
    const { token } = await test.unit();
    const first = await test.enter('unit', { token });
    const second = await test.enter('unit', { token });
    expect(await first.closed).toEqual({ code: 4006, reason: 'replaced' });
    expect(await first.notice('session.ended')).toEqual({ reason: 'replaced' });
    expect(await second.request('session.ping', {})).toHaveProperty('serverAt');
    await test.enter('unit');
    const heard = () => desk.frames.flatMap((frame) => ('notice' in frame && frame.notice === 'presence.changed' ? [frame.data] : []));
    // What the desk hears of the other unit comes on a socket of its own, and so in its own time.
    await vi.waitFor(() => expect(heard().length).toBeGreaterThan(1));
    expect(heard()).not.toContainEqual(expect.objectContaining({ units: expect.arrayContaining([expect.objectContaining({ online: false, lastSeenAt: expect.any(Number) })]) }));
  });

  it('feeds are dealt onto the wall, tell their unit who watches, and keep id and place over a restart', async () => {
    const test = await begin();
    const desk = await test.enter('desk');
    await follow(desk);
    const { unitId, token } = await test.unit();
    const unit = await test.enter('unit', { token });
    const feed = await test.feeds.open(unitId, 'camera');
    expect((await test.feeds.open(unitId, 'camera')).feedId).toBe(feed.feedId);
    test.feeds.setTracks(feed.feedId, VIDEO, { replaced: true });
    test.feeds.setViewers(feed.feedId, { videoViewers: 2, audioListeners: 1, seenBy: [], heardBy: [] });
    expect(await unit.notice('feed.watched', (data) => data.videoViewers > 0)).toEqual({ feedId: feed.feedId, videoViewers: 2, audioListeners: 1, seenBy: [], heardBy: [], snapshot: null });
    const { generation } = test.feeds.get(feed.feedId)!;
    await test.enter('wall', { hello: { slotId: wall1 } });
    await vi.waitFor(async () => expect((await follow(desk)).state.slots).toMatchObject([{ placed: true, layout: { tiles: [{ content: { kind: 'feed', feedId: feed.feedId } }] } }]));
    expect((await follow(desk)).presence.slots).toEqual([{ courtCode: '闽0203', slotId: wall1, shown: true, screen: null }]);
    const person = await test.person();
    await test.close({ keep: true });
    halls.pop();

    const again = await begin({ storageDir: test.storageDir });
    expect(again.hall.caFingerprint).toBe(test.hall.caFingerprint);
    expect(again.hall.firstAdministrator).toBeNull();
    // The tokens of before are still good, too.
    const { state, presence } = await follow(await again.enter('desk', { token: person.token }));
    expect(presence.feeds).toEqual([expect.objectContaining({ feedId: feed.feedId, tracks: [] })]);
    expect(presence.feeds[0]?.generation).toBeGreaterThanOrEqual(generation);
    expect(state.slots).toEqual([expect.objectContaining({ slotId: wall1, layout: expect.objectContaining({ tiles: [expect.objectContaining({ content: { kind: 'feed', feedId: feed.feedId } })] }) })]);
    expect(presence.slots).toEqual([{ courtCode: '闽0203', slotId: wall1, shown: false, screen: null }]);
    expect((await again.feeds.open(unitId, 'camera')).feedId).toBe(feed.feedId);
    await again.enter('unit', { token });
  });

  it('the first start makes an administrator whose password is told once and must be changed', async () => {
    const test = await begin();
    const { username, password } = test.hall.firstAdministrator!;
    const { token } = await test.signIn(username, password);
    const desk = await test.connect();
    expect(await desk.hello({ token, purpose: 'desk' })).toMatchObject({ court: { courtCode: '闽' }, person: { roles: ['administrator'], mustChangePassword: true } });
    await test.close({ keep: true });
    halls.pop();
    expect((await begin({ storageDir: test.storageDir })).hall.firstAdministrator).toBeNull();
  });

  it('telemetry comes in batches: everything first, then only what changed, dated now when a clock is far ahead', async () => {
    const test = await begin();
    const units = [await test.enter('unit'), await test.enter('unit'), await test.enter('unit')];
    const desk = await test.enter('desk');
    const fixAt = (at: number, longitudeDeg: number) =>
      encodeFix({ longitudeDeg, latitudeDeg: 26, headingDeg: 0, speedMps: 0, accuracyM: 5, batteryPercent: 50, signalBars: 3, charging: false, at });
    units.forEach((unit, index) => unit.send(fixAt(1_000, 119 + index)));
    await Promise.all(units.map((unit) => unit.request('session.ping', {})));
    await desk.request('telemetry.follow', { enabled: true });
    await desk.binaryFrame(0);
    expect(readBatches(desk.binary)[0]?.fixes.map(({ fix }) => fix.longitudeDeg).sort((left, right) => left - right)).toEqual([119, 120, 121]);
    units[1]!.send(fixAt(Date.now() + 3_600_000, 125));
    await desk.binaryFrame(1);
    const second = readBatches(desk.binary)[1]!;
    expect(second.fixes).toHaveLength(1);
    expect(second.fixes[0]?.fix.longitudeDeg).toBe(125);
    expect(Math.abs(second.fixes[0]!.fix.at - Date.now())).toBeLessThan(2_000);
    const { presence: { units: known } } = await follow(desk);
    expect(known.map((unit) => unit.telemetryIndex)).toContain(second.fixes[0]?.telemetryIndex);
    await desk.request('telemetry.follow', { enabled: false });
    const count = desk.binary.length;
    units[0]!.send(fixAt(2_000, 118));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(desk.binary).toHaveLength(count);
  });

  it('a fix in another datum is WGS-84 for everyone who follows', async () => {
    const test = await begin();
    const unit = await test.enter('unit');
    const desk = await test.enter('desk');
    const [longitudeDeg, latitudeDeg] = [119.3, 26.08];
    const [gcjLongitudeDeg, gcjLatitudeDeg] = convertDatum([longitudeDeg, latitudeDeg], { from: 'WGS-84', to: 'GCJ-02' });
    const still = { headingDeg: 0, speedMps: 0, accuracyM: 5, batteryPercent: 50, signalBars: 3, charging: false, at: Date.now() };
    unit.send(encodeFix({ ...still, longitudeDeg: gcjLongitudeDeg, latitudeDeg: gcjLatitudeDeg }, 'GCJ-02'));
    await unit.request('session.ping', {});
    await desk.request('telemetry.follow', { enabled: true });
    await desk.binaryFrame(0);
    const { fix } = readBatches(desk.binary)[0]!.fixes[0]!;
    expect(distanceM([fix.longitudeDeg, fix.latitudeDeg], [longitudeDeg, latitudeDeg])).toBeLessThan(1);
    expect(distanceM([gcjLongitudeDeg, gcjLatitudeDeg], [longitudeDeg, latitudeDeg])).toBeGreaterThan(300);
  });

  it('reports of windows are listed while they are connected and shown as figures', async () => {
    const test = await begin();
    const wall = await test.enter('wall', { hello: { slotId: wall1 } });
    const observer = await test.enter('observer');
    await wall.request('diagnostics.report', {
      tiles: [{ tileKey: '0', feedId: null, state: 'live', framesPresented: 9, framesPerSecond: 24.5, lastFrameAt: 1, delayMs: 80, widthPx: 640, heightPx: 360, staleCount: 0, blackCount: 1, mends: { keyFrames: 3, consumers: 2, transports: 0 } }],
      media: { transportsMade: 1, consumersMade: 4, keyFramesAsked: 3, reloads: 5, budgetKbit: 20_000, plannedKbit: 9_000, receivedKbit: 8_000, budgetKept: true, lookMs: 0.4 },
    });
    const { windows } = await observer.request('diagnostics.list', {});
    expect(windows).toEqual([expect.objectContaining({ purpose: 'wall', slotId: wall1, clientName: 'test' })]);
    const figures = await getText(test, '/metrics');
    expect(figures).toContain('hall_tiles{purpose="wall",slot="wall-1",state="live"} 1');
    expect(figures).toMatch(/hall_tile_frames_per_second\{.*\} 24\.5/);
    expect(figures).toMatch(/hall_tile_black_total\{.*\} 1/);
    expect(figures).toMatch(/hall_window_mends\{.*step="consumers"\} 2/);
    expect(figures).toMatch(/hall_window_mends\{.*step="reloads"\} 5/);
    expect(windows[0]).toMatchObject({ media: { reloads: 5, budgetKbit: 20_000 }, tiles: [{ mends: { keyFrames: 3 }, frozenCount: 0 }] });
    wall.socket.close();
    await expect.poll(async () => (await observer.request('diagnostics.list', {})).windows).toEqual([]);
  });

  it('a stop tells every client, answers nothing more and takes less than three seconds', async () => {
    const test = await begin();
    const { token } = await test.person();
    const clients = await Promise.all(Array.from({ length: 20 }, () => test.enter('desk', { token })));
    const deaf = await test.enter('desk', { token });
    deaf.socket.pause();
    const startedAt = performance.now();
    await test.hall.close();
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    for (const client of clients) {
      expect(await client.closed).toEqual({ code: 4007, reason: 'serverClosing' });
      expect(await client.notice('session.ended')).toEqual({ reason: 'serverClosing' });
    }
    await expect(test.connect()).rejects.toThrow('ECONNREFUSED');
  });

  it('200 clients in a storm are all let in, and one that was there is served meanwhile', async () => {
    const test = await begin();
    const tokens = await Promise.all(Array.from({ length: 200 }, () => test.unit()));
    const there = await test.enter('desk');
    let worstMs = 0;
    const storm = new AbortController();
    const pinging = (async () => {
      while (!storm.signal.aborted) {
        const startedAt = performance.now();
        await there.request('session.ping', {});
        worstMs = Math.max(worstMs, performance.now() - startedAt);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const startedAt = performance.now();
    await Promise.all(tokens.map(async ({ token }) => {
      const client = await test.connect();
      await client.hello({ token, purpose: 'unit' });
    }));
    const tookMs = performance.now() - startedAt;
    storm.abort();
    await pinging;
    // Wide, for a busy machine: the clients' half of the handshakes is paid in this process, too.
    expect(tookMs).toBeLessThan(15_000);
    expect(worstMs).toBeLessThan(5_000);
    expect((await follow(there)).presence.units.filter((unit) => unit.online)).toHaveLength(200);
  });
});

/** HTTP by hand over a TLS socket that trusts the hall's authority alone. */
async function getText({ hall }: TestHall, path: string): Promise<string> {
  const socket = connectTls({ host: '127.0.0.1', port: hall.port, ca: hall.caCertificatePem, servername: 'localhost' });
  await once(socket, 'secureConnect');
  expect(socket.authorized).toBe(true);
  socket.end(`GET ${path} HTTP/1.1\r\nHost: localhost:${hall.port}\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const part of socket.setEncoding('utf8')) {
    text += part;
  }
  return text;
}
