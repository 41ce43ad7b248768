import { createSocket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { InjectedTracks } from '../media/injectedTracks.ts';
import { createMediaContext, type MediaContext } from '../media/mediaContext.ts';
import { eventually, feedList, newUnitId, openSession, planeOptions } from '../media/mediaRig.ts';
import { ViewedTrack } from '../media/viewedTrack.ts';
import type { MediaWorker } from '../media/workers/mediaWorker.ts';
import { createIngest } from './ingest.ts';
import { isKeyFrameStart } from './keyFrameStart.ts';
import { readRtpHeader, type RtpHeader } from './rtpPacket.ts';
import { SyntheticCamera, vp8Packet } from './syntheticCamera.ts';

const TRACK = { mimeType: 'video/VP8', ssrc: 4_242, payloadType: 101 } as const;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function start(wish: { ports?: number; workers?: number } = {}) {
  const feeds = feedList();
  const options = planeOptions({ feeds: feeds.port, pipeIdleMs: 100, ...(wish.workers === undefined ? {} : { workers: wish.workers }) });
  const context = await createMediaContext(options);
  cleanups.push(() => context.pool.close());
  const injected = new InjectedTracks(context);
  const from = options.config.basePort + 5_000;
  const ingest = await createIngest({
    config: { listenHost: '127.0.0.1', announcedHost: undefined, ports: { from, to: from + (wish.ports ?? 4) - 1 } },
    media: { injectTrack: (injection) => injected.inject(injection) },
    feeds: feeds.port,
    log: pino({ level: 'silent' }),
    metrics: options.metrics,
  });
  cleanups.push(() => ingest.close());
  const metric = async (name: string): Promise<number> =>
    (await options.metrics.getSingleMetric(name)?.get())?.values.reduce((sum, { value }) => sum + value, 0) ?? Number.NaN;
  return { feeds, context, ingest, metric };
}

type Hall = Awaited<ReturnType<typeof start>>;

async function startCamera(hall: Hall, wish: { groupLength?: number; answersRequests?: boolean } = {}) {
  const unit = openSession({ unitId: newUnitId() });
  const opened = await hall.ingest.handlers['ingest.open']({ label: 'camera', tracks: [TRACK] }, unit.session);
  const port = opened.ports[0] as number;
  const camera = new SyntheticCamera({ ...TRACK, groupLength: wish.groupLength ?? 300, answersRequests: wish.answersRequests ?? false });
  cleanups.push(() => camera.close());
  camera.start(port);
  await eventually('the feed is live', () => hall.feeds.feed(opened.feedId).tracks.length === 1);
  return { unit, camera, port, feedId: opened.feedId, ingestId: opened.ingestId };
}

type Seen = { readonly header: RtpHeader; readonly at: number; readonly keyFrame: boolean };

/** A viewer on that worker that sees every packet. Consumes the way a window does: paused first, then resumed. */
async function view(context: MediaContext, worker: MediaWorker, feedId: FeedId) {
  const viewer = openSession();
  const transport = await worker.router.createDirectTransport();
  const seen: Seen[] = [];
  transport.observer.on('newconsumer', (consumer) =>
    consumer.on('rtp', (packet) => {
      const header = readRtpHeader(packet);
      if (header === null) throw new Error('the worker sent no RTP');
      seen.push({ header, at: performance.now(), keyFrame: isKeyFrameStart('video/VP8', packet.subarray(header.payloadStart, header.payloadEnd)) });
    }),
  );
  const { rtpCapabilities } = worker.router;
  const viewed = await ViewedTrack.create({
    context, session: viewer.session, transport, worker, rtpCapabilities, item: { feedId, kind: 'video' }, onClosed: () => undefined,
  });
  const resumedAt = performance.now();
  await viewed.apply({ consumerId: viewed.consumerId, paused: false });
  return { ...viewer, transport, seen, viewed, resumedAt };
}

const pidOf = (worker: MediaWorker | undefined): number => (worker as MediaWorker).pid;
const workerOf = (hall: Hall, feedId: FeedId): MediaWorker => hall.context.liveTracks.find(feedId, 'video')?.worker as MediaWorker;
const otherThan = (hall: Hall, worker: MediaWorker): MediaWorker => hall.context.pool.workers.find((other) => other !== worker) as MediaWorker;

/** Packets missing between the first and the last, repeated ones counted once. */
function holes(seen: readonly Seen[]): number {
  const distinct = new Set(seen.map(({ header }) => header.sequenceNumber));
  const first = seen[0]?.header.sequenceNumber ?? 0;
  const last = seen.at(-1)?.header.sequenceNumber ?? 0;
  return ((last - first) & 0xffff) + 1 - distinct.size;
}

describe('ingest', () => {
  it('brings plain RTP to viewers on the same worker and on another, whole', async () => {
    const hall = await start();
    const { camera, feedId } = await startCamera(hall);
    const near = await view(hall.context, workerOf(hall, feedId), feedId);
    const far = await view(hall.context, otherThan(hall, workerOf(hall, feedId)), feedId);
    await delay(1_000);
    camera.stop();
    await delay(100);
    for (const { seen } of [near, far]) {
      expect(seen.length).toBeGreaterThan(60);
      expect(seen[0]?.keyFrame).toBe(true);
      expect(holes(seen)).toBe(0);
    }
    expect(await hall.metric('hall_ingest_packets_total')).toBe(camera.packetsSent);
    expect(hall.context.pipes.size).toBe(1);
  });

  it('shows a late viewer the picture at once, though the camera answers no key-frame request', async () => {
    const hall = await start();
    const { feedId, camera } = await startCamera(hall, { groupLength: 3_000 });
    await delay(600);
    for (const worker of hall.context.pool.workers) {
      const { seen, resumedAt } = await view(hall.context, worker, feedId);
      await eventually('the key frame', () => seen.length > 0, 1_000);
      expect(seen[0]?.keyFrame).toBe(true);
      expect((seen[0] as Seen).at - resumedAt).toBeLessThan(300);
      // The newest frame is there too: nothing is played at the old pace.
      await delay(100);
      expect(new Set(seen.map(({ header }) => header.timestamp)).size).toBeGreaterThan(15);
      expect(holes(seen)).toBe(0);
    }
    // Asked once to learn whether it answers; it did not, and the store served both viewers.
    expect(camera.heard.filter((packet) => packet[1] === 206).length).toBeLessThanOrEqual(2);
    expect(await hall.metric('hall_ingest_replays_total')).toBeGreaterThanOrEqual(2);
  });

  it('leaves the answer to a camera that gives one, a second later again, and repeats for those who come between', async () => {
    const hall = await start();
    const { feedId, camera } = await startCamera(hall, { groupLength: 3_000, answersRequests: true });
    const worker = workerOf(hall, feedId);
    const requests = (): number => camera.heard.filter((packet) => packet[1] === 206).length;
    await view(hall.context, worker, feedId);
    await delay(1_100);
    expect(requests()).toBe(1);
    const replaysBefore = await hall.metric('hall_ingest_replays_total');
    const late = await view(hall.context, worker, feedId);
    await eventually('the key frame', () => late.seen.length > 0, 1_000);
    expect(await hall.metric('hall_ingest_replays_total')).toBe(replaysBefore);
    expect(requests()).toBe(2);
    const between = await Promise.all(Array.from({ length: 8 }, () => view(hall.context, worker, feedId)));
    await eventually('all have the picture', () => between.every(({ seen }) => seen[0]?.keyFrame === true), 1_000);
    expect(requests()).toBe(2);
    expect(await hall.metric('hall_ingest_replays_total')).toBeGreaterThan(replaysBefore);
  });

  it('keeps flowing when a worker is killed, the camera doing nothing', async () => {
    const hall = await start();
    const { feedId, camera, port } = await startCamera(hall, { groupLength: 3_000 });
    const home = workerOf(hall, feedId);
    const beside = await view(hall.context, home, feedId);
    const elsewhere = otherThan(hall, home);
    const away = await view(hall.context, elsewhere, feedId);
    await eventually('both see the picture', () => beside.seen.length > 0 && away.seen.length > 0);
    const standbyPid = pidOf(hall.context.pool.standby ?? undefined);
    const killedAt = performance.now();
    process.kill(home.pid, 'SIGKILL');
    await eventually('the far viewer is told', () => away.namesTold().includes('media.consumerClosed'), 1_000);
    await eventually('the feed is live again', () => hall.feeds.feed(feedId).generation === 1 && hall.feeds.feed(feedId).tracks.length === 1, 1_000);
    expect(hall.context.pool.workers.map(({ pid }) => pid)).toContain(standbyPid);
    const workers = hall.context.pool.workers;
    const back = await Promise.all(workers.map((worker) => view(hall.context, worker, feedId)));
    await eventually('every viewer has the picture again', () => back.every(({ seen }) => seen.some(({ keyFrame }) => keyFrame)), 1_000);
    const outageMs = Math.max(...back.map(({ seen }) => (seen[0] as Seen).at)) - killedAt;
    expect(outageMs).toBeLessThan(1_000);
    await delay(300);
    for (const { seen } of back) expect(holes(seen)).toBe(0);
    await eventually('a new standby', () => hall.context.pool.standby !== null);
    expect(hall.context.pool.standby?.pid).not.toBe(standbyPid);
    expect(await hall.metric('hall_media_worker_deaths_total')).toBe(1);
    expect(camera.packetsSent).toBeGreaterThan(0);
    expect(port).toBeGreaterThan(0);
    console.log(`picture back ${outageMs.toFixed(0)} ms after kill -9`);
  });

  it('is not moved by ten thousand datagrams of garbage, nor by a second source', async () => {
    const hall = await start();
    const { feedId, port, camera } = await startCamera(hall);
    const viewer = await view(hall.context, otherThan(hall, workerOf(hall, feedId)), feedId);
    const pids = hall.context.pool.workers.map(({ pid }) => pid);
    const stranger = createSocket('udp4');
    cleanups.push(() => stranger.close());
    for (let sent = 0; sent < 10_000; sent++) {
      const garbage = randomBytes(1 + (sent % 1_400));
      // A third looks like RTP or RTCP of version 2, a third even like the camera's own from another port.
      if (sent % 3 > 0) garbage[0] = 0x80 | (garbage.readUInt8(0) & 0x3f);
      const forged = sent % 3 === 2 ? vp8Packet({ ...TRACK, sequenceNumber: sent, timestamp: sent, pictureId: sent, keyFrame: true, index: 0, of: 1 }) : garbage;
      stranger.send(forged, port, '127.0.0.1');
      if (sent % 50 === 0) await delay(2);
    }
    await delay(300);
    camera.stop();
    await delay(100);
    expect(await hall.metric('hall_ingest_drops_total')).toBeGreaterThan(9_000);
    expect(await hall.metric('hall_ingest_packets_total')).toBe(camera.packetsSent);
    expect(hall.context.pool.workers.map(({ pid }) => pid)).toEqual(pids);
    expect(hall.feeds.feed(feedId)).toMatchObject({ generation: 0, tracks: [{ kind: 'video' }] });
    expect(holes(viewer.seen)).toBe(0);
  });

  it('takes nothing from another address than the session\'s', async () => {
    const hall = await start();
    const unit = openSession({ unitId: newUnitId(), remoteAddress: '10.1.2.3' });
    const { feedId, ports } = await hall.ingest.handlers['ingest.open']({ label: 'camera', tracks: [TRACK] }, unit.session);
    const camera = new SyntheticCamera({ ...TRACK, groupLength: 10 });
    cleanups.push(() => camera.close());
    camera.start(ports[0] as number);
    await delay(300);
    expect(hall.feeds.feed(feedId).tracks).toEqual([]);
    expect(await hall.metric('hall_ingest_drops_total')).toBeGreaterThan(10);
    expect(await hall.metric('hall_ingest_packets_total')).toBe(0);
  });

  it('takes a silent source from the feed, and back in when it speaks again, from whichever port', async () => {
    const hall = await start();
    const { feedId, camera, port } = await startCamera(hall);
    camera.stop();
    const goneAfterMs = await eventually('the track is gone', () => hall.feeds.feed(feedId).tracks.length === 0);
    expect(goneAfterMs).toBeGreaterThan(1_700);
    expect(goneAfterMs).toBeLessThan(3_000);
    const restarted = new SyntheticCamera({ ...TRACK, groupLength: 30 });
    cleanups.push(() => restarted.close());
    restarted.start(port);
    await eventually('the track is back', () => hall.feeds.feed(feedId).tracks.length === 1, 1_000);
    expect(hall.feeds.feed(feedId).generation).toBe(0);
  });

  it('asks the source for a key frame only when it has none to repeat, and once a second at most', async () => {
    const hall = await start();
    const unit = openSession({ unitId: newUnitId() });
    const { feedId, ports } = await hall.ingest.handlers['ingest.open']({ label: 'camera', tracks: [TRACK] }, unit.session);
    const heard: Buffer[] = [];
    const source = createSocket('udp4');
    cleanups.push(() => source.close());
    source.on('message', (packet) => heard.push(packet));
    let frame = 1;
    const timer = setInterval(() => {
      const packet = vp8Packet({ ...TRACK, sequenceNumber: frame, timestamp: frame * 3_000, pictureId: frame, keyFrame: false, index: 0, of: 1 });
      frame += 1;
      source.send(packet, ports[0] as number, '127.0.0.1');
    }, 33);
    cleanups.push(() => clearInterval(timer));
    await eventually('the feed is live', () => hall.feeds.feed(feedId).tracks.length === 1);
    const viewers = await Promise.all(Array.from({ length: 16 }, () => view(hall.context, workerOf(hall, feedId), feedId)));
    await delay(1_500);
    const requests = heard.filter((packet) => packet[1] === 206);
    expect(requests.length).toBeGreaterThanOrEqual(1);
    expect(requests.length).toBeLessThanOrEqual(2);
    expect(viewers.every(({ seen }) => seen.length === 0)).toBe(true);
  });

  it('frees ports and media with the session, and gives them to the next', async () => {
    const hall = await start({ ports: 1 });
    const first = await startCamera(hall);
    const next = openSession({ unitId: newUnitId() });
    const open = async () => hall.ingest.handlers['ingest.open']({ label: 'camera', tracks: [TRACK] }, next.session);
    await expect(open()).rejects.toMatchObject({ code: 'tooManyFeeds' });
    await expect(hall.ingest.handlers['ingest.close']({ ingestId: first.ingestId }, next.session)).rejects.toMatchObject({ code: 'notFound' });
    const viewer = await view(hall.context, otherThan(hall, workerOf(hall, first.feedId)), first.feedId);
    first.unit.end();
    await eventually('the viewer is told', () => viewer.namesTold().includes('media.consumerClosed'));
    viewer.transport.close();
    expect(hall.feeds.feed(first.feedId).tracks).toEqual([]);
    await eventually('all media is gone', () => hall.context.pipes.size === 0 && hall.context.pool.workers.every(({ counts }) => counts.producers + counts.consumers === 0));
    expect(await hall.metric('hall_ingest_ports')).toBe(0);
    expect((await open()).ports).toEqual([first.port]);
  });

  it('refuses two tracks of one kind and a codec nobody can show, and keeps no port for them', async () => {
    const hall = await start();
    const unit = openSession({ unitId: newUnitId() });
    const open = hall.ingest.handlers['ingest.open'];
    await expect(open({ label: 'x', tracks: [TRACK, { ...TRACK, ssrc: 5 }] }, unit.session)).rejects.toMatchObject({ code: 'ingestRefused' });
    const strange = { mimeType: 'video/H264', ssrc: 5, payloadType: 97, profileLevelId: 'f40029' } as const;
    await expect(open({ label: 'x', tracks: [strange, { mimeType: 'audio/opus', ssrc: 6, payloadType: 98 }] }, unit.session)).rejects.toMatchObject({ code: 'ingestRefused' });
    expect(await hall.metric('hall_ingest_ports')).toBe(0);
    expect(hall.context.pool.workers.every(({ counts }) => counts.producers === 0)).toBe(true);
    await expect(open({ label: 'x', tracks: [TRACK] }, openSession().session)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
