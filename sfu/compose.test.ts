import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandId, SlotId } from '#protocol/nouns/ids.ts';
import { convertDatum, distanceM } from '#domain/geodesy/datum.ts';
import { decodeBatch, encodeFix } from '#protocol/telemetry/frames.ts';
import { enrolFor, startTestHall, type TestHall } from './testHall.ts';

const VIDEO = [{ kind: 'video', mimeType: 'video/VP8', spatialLayers: 3, temporalLayers: 2 }] as const;
const wall1 = 'wall-1' as SlotId;
const commandId = () => crypto.randomUUID() as CommandId;

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
    expect((await desk.request('hall.follow', {})).units).toEqual([]);
    const unit = await test.enter('unit');
    const { unit: here } = await desk.notice('unit.changed', (data) => data.unit.online);
    expect(here).toMatchObject({ name: '思明01', courtCode: '闽0203', kind: 'phone' });
    unit.socket.close();
    const { unit: gone } = await desk.notice('unit.changed', (data) => !data.unit.online && data.unit.lastSeenAt !== null);
    expect(gone.unitId).toBe(here.unitId);
    expect((await desk.request('hall.follow', {})).units).toEqual([gone]);
  });

  it('a unit’s second connection replaces its first, and nobody hears that it went away', async () => {
    const test = await begin();
    const desk = await test.enter('desk');
    await desk.request('hall.follow', {});
    const { token } = await enrolFor(test.enrolment, 'unit');
    const first = await test.connect();
    await first.hello({ token, purpose: 'unit' });
    const second = await test.connect();
    await second.hello({ token, purpose: 'unit' });
    expect(await first.closed).toEqual({ code: 4006, reason: 'replaced' });
    expect(await first.notice('session.ended')).toEqual({ reason: 'replaced' });
    expect(await second.request('session.ping', {})).toHaveProperty('serverAt');
    const heard = desk.frames.flatMap((frame) => ('notice' in frame && frame.notice === 'unit.changed' ? [frame.data] : []));
    expect(heard).not.toContainEqual(expect.objectContaining({ unit: expect.objectContaining({ online: false, lastSeenAt: expect.any(Number) }) }));
  });

  it('feeds are dealt onto the wall, tell their unit who watches, and keep id and order over a restart', async () => {
    const test = await begin();
    const desk = await test.enter('desk');
    await desk.request('hall.follow', {});
    const { identity, token } = await enrolFor(test.enrolment, 'unit');
    const unit = await test.connect();
    await unit.hello({ token, purpose: 'unit' });
    const feed = await test.feeds.open(identity.unitId!, 'camera');
    expect((await test.feeds.open(identity.unitId!, 'camera')).feedId).toBe(feed.feedId);
    test.feeds.setTracks(feed.feedId, VIDEO, { replaced: true });
    test.feeds.setViewers(feed.feedId, { videoViewers: 2, audioListeners: 1 });
    expect(await unit.notice('feed.watched', (data) => data.videoViewers > 0)).toEqual({ feedId: feed.feedId, videoViewers: 2, audioListeners: 1 });
    await test.enter('wall', { slotId: wall1 });
    await desk.notice('wall.changed', ({ slot }) => slot.shown && slot.tiles[0]?.feedId === feed.feedId);
    await test.close({ keep: true });
    halls.pop();

    const again = await begin({ storageDir: test.storageDir });
    expect(again.hall.caFingerprint).toBe(test.hall.caFingerprint);
    const snapshot = await (await again.enter('desk')).request('hall.follow', {});
    expect(snapshot.feeds).toEqual([expect.objectContaining({ feedId: feed.feedId, generation: 1, tracks: [] })]);
    expect(snapshot.wall).toEqual([expect.objectContaining({ slotId: wall1, shown: false, tiles: [{ feedId: feed.feedId }] })]);
    expect((await again.feeds.open(identity.unitId!, 'camera')).feedId).toBe(feed.feedId);
    // The token of before is still good, too.
    await (await again.connect()).hello({ token, purpose: 'unit' });
  });

  it('wall.setSlot: checks, conflict, a repeated command is answered and not repeated', async () => {
    const test = await begin();
    const desk = await test.enter('desk');
    await desk.request('hall.follow', {});
    await test.enter('wall', { slotId: wall1 });
    const { slot } = await desk.notice('wall.changed', (data) => data.slot.shown);
    const set = { slotId: wall1, expectedVersion: slot.version, mode: 'manual', columns: 2, rows: 1, tiles: [{ feedId: null }, { feedId: null }] } as const;
    const once1 = commandId();
    const answer = await desk.request('wall.setSlot', { ...set, tiles: [...set.tiles], commandId: once1 });
    expect(answer.slot).toMatchObject({ mode: 'manual', columns: 2, version: slot.version + 1, shown: true });
    expect(await desk.request('wall.setSlot', { ...set, tiles: [...set.tiles], commandId: once1 })).toEqual(answer);
    const refused = async (change: object, code: string) =>
      expect(await desk.ask('wall.setSlot', { ...set, expectedVersion: answer.slot.version, commandId: commandId(), ...change })).toMatchObject({ error: { code } });
    await refused({ expectedVersion: slot.version }, 'conflict');
    await refused({ columns: 3 }, 'badInput');
    await refused({ slotId: 'wall-9' }, 'notFound');
    await refused({ tiles: [{ feedId: null }, { feedId: crypto.randomUUID() }] }, 'notFound');
    // Of twenty at once with the same version exactly one wins.
    const results = await Promise.all(Array.from({ length: 20 }, () => desk.ask('wall.setSlot', { ...set, expectedVersion: answer.slot.version, commandId: commandId() })));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
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
    expect(decodeBatch(await desk.binaryFrame(0)).fixes.map(({ fix }) => fix.longitudeDeg).sort((left, right) => left - right)).toEqual([119, 120, 121]);
    units[1]!.send(fixAt(Date.now() + 3_600_000, 125));
    const second = decodeBatch(await desk.binaryFrame(1));
    expect(second.fixes).toHaveLength(1);
    expect(second.fixes[0]?.fix.longitudeDeg).toBe(125);
    expect(Math.abs(second.fixes[0]!.fix.at - Date.now())).toBeLessThan(2_000);
    const { units: known } = await desk.request('hall.follow', {});
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
    const { fix } = decodeBatch(await desk.binaryFrame(0)).fixes[0]!;
    expect(distanceM([fix.longitudeDeg, fix.latitudeDeg], [longitudeDeg, latitudeDeg])).toBeLessThan(1);
    expect(distanceM([gcjLongitudeDeg, gcjLatitudeDeg], [longitudeDeg, latitudeDeg])).toBeGreaterThan(300);
  });

  it('reports of windows are listed while they are connected and shown as figures', async () => {
    const test = await begin();
    const wall = await test.enter('wall', { slotId: wall1 });
    const observer = await test.enter('observer');
    await wall.request('diagnostics.report', {
      tiles: [{ tileKey: '0', feedId: null, state: 'live', framesPresented: 9, framesPerSecond: 24.5, lastFrameAt: 1, delayMs: 80, widthPx: 640, heightPx: 360, staleCount: 0 }],
    });
    const { windows } = await observer.request('diagnostics.list', {});
    expect(windows).toEqual([expect.objectContaining({ purpose: 'wall', slotId: wall1, clientName: 'test' })]);
    const figures = await getText(test, '/metrics');
    expect(figures).toContain('hall_tiles{purpose="wall",slot="wall-1",state="live"} 1');
    expect(figures).toMatch(/hall_tile_frames_per_second\{.*\} 24\.5/);
    wall.socket.close();
    await expect.poll(async () => (await observer.request('diagnostics.list', {})).windows).toEqual([]);
  });

  it('a stop tells every client, answers nothing more and takes less than three seconds', async () => {
    const test = await begin();
    const clients = await Promise.all(Array.from({ length: 20 }, () => test.enter('desk')));
    const deaf = await test.enter('desk');
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
    const tokens = await Promise.all(Array.from({ length: 200 }, () => enrolFor(test.enrolment, 'unit')));
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
    expect((await there.request('hall.follow', {})).units.filter((unit) => unit.online)).toHaveLength(200);
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
