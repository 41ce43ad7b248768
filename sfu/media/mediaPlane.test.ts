import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { RequestData } from '#protocol/contract.ts';
import type { FeedId, ProducerId, TransportId } from '#protocol/nouns/ids.ts';
import { createMediaPlane, type MediaPlane } from './mediaPlane.ts';
import { eventually, feedList, newUnitId, openSession, planeOptions } from './mediaRig.ts';

type Opened = ReturnType<typeof openSession>;
let plane: MediaPlane;

afterEach(() => plane.close());

async function start(wish: { workers?: number; pipeIdleMs?: number } = {}) {
  const feeds = feedList();
  const options = planeOptions({ ...wish, feeds: feeds.port });
  plane = await createMediaPlane(options);
  const gauge = async (name: string): Promise<number> => (await options.metrics.getSingleMetric(name)?.get())?.values[0]?.value ?? Number.NaN;
  return { feeds, gauge };
}

async function receiveTransport({ session }: Opened): Promise<TransportId> {
  const { routerRtpCapabilities } = await plane.handlers['media.capabilities']({}, session);
  const rtpCapabilities = routerRtpCapabilities as RequestData<'media.createTransport'> extends infer Data
    ? Data extends { rtpCapabilities: infer Capabilities } ? Capabilities : never
    : never;
  return (await plane.handlers['media.createTransport']({ direction: 'receive', rtpCapabilities }, session)).transportId;
}

let nextSsrc = 1_000;
function simulcastVp8(): RequestData<'media.produce'>['rtpParameters'] {
  const encodings = [1, 2, 3].map(() => ({ ssrc: nextSsrc++, scalabilityMode: 'L1T3' }));
  return { codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }], encodings, rtcp: { cname: 'unit' } };
}

function opus(): RequestData<'media.produce'>['rtpParameters'] {
  const codecs = [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }];
  return { codecs, encodings: [{ ssrc: nextSsrc++ }], rtcp: { cname: 'unit' } };
}

async function publish({ session }: Opened, kind: 'video' | 'audio' = 'video'): Promise<{ feedId: FeedId; producerId: ProducerId; transportId: TransportId }> {
  const { transportId } = await plane.handlers['media.createTransport']({ direction: 'send' }, session);
  const rtpParameters = kind === 'video' ? simulcastVp8() : opus();
  return { transportId, ...(await plane.handlers['media.produce']({ transportId, kind, label: 'camera', rtpParameters }, session)) };
}

async function consume({ session }: Opened, transportId: TransportId, feedIds: readonly FeedId[]) {
  const items = feedIds.map((feedId) => ({ feedId, kind: 'video' as const, layers: { spatialLayer: 0 } }));
  return plane.handlers['media.consume']({ transportId, items }, session);
}

describe('media plane', () => {
  it('names what keeps a worker from starting', async () => {
    const options = planeOptions({ feeds: feedList().port });
    await expect(createMediaPlane({ ...options, config: { ...options.config, workerBin: '/nowhere/mediasoup-worker' } })).rejects.toThrow(/worker cannot start/);
    await start();
  });

  it('lists a unit\'s tracks with their layers, and raises the generation only when media is replaced', async () => {
    const { feeds } = await start();
    const unit = openSession({ unitId: newUnitId() });
    const { feedId } = await publish(unit);
    await publish(unit, 'audio');
    expect(feeds.feed(feedId)).toMatchObject({
      generation: 0,
      tracks: [
        { kind: 'video', mimeType: 'video/VP8', spatialLayers: 3, temporalLayers: 3 },
        { kind: 'audio', mimeType: 'audio/opus', spatialLayers: 1, temporalLayers: 1 },
      ],
    });
    await publish(unit);
    expect(feeds.feed(feedId)).toMatchObject({ generation: 1 });
    expect(feeds.feed(feedId).tracks).toHaveLength(2);
    unit.end();
    await eventually('the feed has no tracks', () => feeds.feed(feedId).tracks.length === 0);
  });

  it('consumes over workers with one pipe for fifty askers, and closes it when nobody is left', async () => {
    const { gauge } = await start({ pipeIdleMs: 500 });
    const unit = openSession({ unitId: newUnitId() });
    const { feedId } = await publish(unit);
    const viewers = Array.from({ length: 50 }, () => openSession());
    const transports = await Promise.all(viewers.map(receiveTransport));
    const answers = await Promise.all(viewers.map((viewer, index) => consume(viewer, transports[index] as TransportId, [feedId])));
    expect(answers.map(({ items }) => items[0]?.error)).toEqual(Array.from({ length: 50 }, () => null));
    // Two workers share the viewers, so exactly one of them needs the pipe: a producer of its own and a pipe consumer.
    expect(await gauge('hall_media_pipes')).toBe(1);
    expect(await gauge('hall_media_producers')).toBe(2);
    expect(await gauge('hall_media_consumers')).toBe(51);
    for (const viewer of viewers) viewer.end();
    // Nobody is left, but someone may be back in a moment: only the pipe's own consumer stays.
    expect(await gauge('hall_media_consumers')).toBe(1);
    expect(await gauge('hall_media_pipes')).toBe(1);
    const idleMs = await eventually('the pipe is closed', async () => (await gauge('hall_media_pipes')) === 0);
    expect(idleMs).toBeGreaterThan(400);
    await eventually('only the unit is left', async () => (await gauge('hall_media_producers')) === 1 && (await gauge('hall_media_consumers')) === 0);
  });

  it('answers each item of a batch by itself', async () => {
    await start();
    const { feedId } = await publish(openSession({ unitId: newUnitId() }));
    const viewer = openSession();
    const nowhere = newUnitId() as string as FeedId;
    const { items } = await consume(viewer, await receiveTransport(viewer), [feedId, nowhere]);
    expect(items.map(({ error, consumer }) => ({ error, has: consumer !== null }))).toEqual([
      { error: null, has: true },
      { error: 'feedNotLive', has: false },
    ]);
  });

  it('refuses a codec that the receiver cannot decode, for that item alone', async () => {
    await start();
    const { feedId } = await publish(openSession({ unitId: newUnitId() }));
    const viewer = openSession();
    const { transportId } = await plane.handlers['media.createTransport'](
      { direction: 'receive', rtpCapabilities: { codecs: [{ kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 100, clockRate: 48_000, channels: 2 }] } },
      viewer.session,
    );
    expect((await consume(viewer, transportId, [feedId])).items[0]).toMatchObject({ error: 'cannotConsume', consumer: null });
  });

  it('counts the sessions that receive, and not the paused', async () => {
    const { feeds } = await start();
    const { feedId } = await publish(openSession({ unitId: newUnitId() }));
    const viewer = openSession();
    const { items } = await consume(viewer, await receiveTransport(viewer), [feedId, feedId]);
    const consumerIds = items.flatMap(({ consumer }) => (consumer === null ? [] : [consumer.consumerId]));
    const pauseAll = async (paused: boolean) =>
      plane.handlers['media.setConsumers']({ changes: consumerIds.map((consumerId) => ({ consumerId, paused, layers: { spatialLayer: 2 }, priority: 255 })) }, viewer.session);
    expect(feeds.viewers.get(feedId)).toBeUndefined();
    expect(await pauseAll(false)).toEqual({ unknown: [] });
    expect(feeds.viewers.get(feedId)).toEqual({ videoViewers: 1, audioListeners: 0 });
    await pauseAll(true);
    expect(feeds.viewers.get(feedId)).toEqual({ videoViewers: 0, audioListeners: 0 });
    await pauseAll(false);
    viewer.end();
    await eventually('nobody is left', () => feeds.viewers.get(feedId)?.videoViewers === 0);
  });

  it('keeps sessions apart: what is not one\'s own does not exist', async () => {
    const { feeds } = await start();
    const unit = openSession({ unitId: newUnitId() });
    const { feedId, producerId, transportId: sendTransportId } = await publish(unit);
    const owner = openSession();
    const transportId = await receiveTransport(owner);
    const { items } = await consume(owner, transportId, [feedId]);
    const consumerId = items[0]?.consumer?.consumerId;
    if (consumerId === undefined) throw new Error('not consumed');
    await plane.handlers['media.setConsumers']({ changes: [{ consumerId, paused: false }] }, owner.session);
    const stranger = openSession({ unitId: newUnitId() });
    const { handlers } = plane;
    expect(await handlers['media.setConsumers']({ changes: [{ consumerId, paused: true }] }, stranger.session)).toEqual({ unknown: [consumerId] });
    await handlers['media.closeConsumers']({ consumerIds: [consumerId] }, stranger.session);
    await expect(consume(stranger, transportId, [feedId])).rejects.toMatchObject({ code: 'notFound' });
    await expect(handlers['media.closeTransport']({ transportId }, stranger.session)).rejects.toMatchObject({ code: 'notFound' });
    await expect(handlers['media.restartIce']({ transportId }, stranger.session)).rejects.toMatchObject({ code: 'notFound' });
    await expect(handlers['media.closeProducer']({ producerId }, stranger.session)).rejects.toMatchObject({ code: 'notFound' });
    const produce = handlers['media.produce']({ transportId: sendTransportId, kind: 'audio', label: 'camera', rtpParameters: opus() }, stranger.session);
    await expect(produce).rejects.toMatchObject({ code: 'notFound' });
    expect(feeds.viewers.get(feedId)).toEqual({ videoViewers: 1, audioListeners: 0 });
    expect(owner.told).toEqual([]);
  });

  it('limits what goes out over one\'s own receive transport, and lifts the limit', async () => {
    await start();
    const desk = openSession();
    const transportId = await receiveTransport(desk);
    const limit = (opened: Opened, id: TransportId, maxOutgoingKbit: number | null) => plane.handlers['media.limitTransport']({ transportId: id, maxOutgoingKbit }, opened.session);
    expect(await limit(desk, transportId, 100)).toEqual({});
    expect(await limit(desk, transportId, 4_000)).toEqual({});
    expect(await limit(desk, transportId, null)).toEqual({});
    await expect(limit(openSession(), transportId, 4_000)).rejects.toMatchObject({ code: 'notFound' });
    const unit = openSession({ unitId: newUnitId() });
    const { transportId: sends } = await plane.handlers['media.createTransport']({ direction: 'send' }, unit.session);
    await expect(limit(unit, sends, 4_000)).rejects.toMatchObject({ code: 'badInput' });
  });

  it('lets only a unit produce, and only what the hall can forward', async () => {
    await start();
    const desk = openSession();
    const { transportId } = await plane.handlers['media.createTransport']({ direction: 'send' }, desk.session);
    await expect(plane.handlers['media.produce']({ transportId, kind: 'video', label: 'x', rtpParameters: simulcastVp8() }, desk.session)).rejects.toMatchObject({ code: 'forbidden' });
    const unit = openSession({ unitId: newUnitId() });
    const own = await plane.handlers['media.createTransport']({ direction: 'send' }, unit.session);
    const rtpParameters = { ...simulcastVp8(), codecs: [{ mimeType: 'video/AV9', payloadType: 96, clockRate: 90_000 }] };
    await expect(plane.handlers['media.produce']({ transportId: own.transportId, kind: 'video', label: 'x', rtpParameters }, unit.session)).rejects.toMatchObject({ code: 'badInput' });
  });

  it('bounds what a session may hold', async () => {
    await start();
    const unit = openSession({ unitId: newUnitId() });
    const asked = await Promise.allSettled(Array.from({ length: 9 }, async () => plane.handlers['media.createTransport']({ direction: 'send' }, unit.session)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
  });

  it('leaves nothing behind when sessions end, even in the midst of asking', async () => {
    const { gauge } = await start({ pipeIdleMs: 20 });
    const unit = openSession({ unitId: newUnitId() });
    const { feedId } = await publish(unit);
    const viewers = Array.from({ length: 20 }, () => openSession());
    const asking = viewers.map(async (viewer) => consume(viewer, await receiveTransport(viewer), [feedId]));
    const ending = viewers.map((viewer, index) => delay(index).then(viewer.end));
    // The unit goes last: a viewer that is still there would rightly be told of it.
    await Promise.allSettled([...asking, ...ending]);
    unit.end();
    for (const what of ['transports', 'producers', 'consumers', 'pipes']) {
      await eventually(`no ${what} are left`, async () => (await gauge(`hall_media_${what}`)) === 0, 2_000);
    }
    expect(viewers.flatMap(({ told }) => told)).toEqual([]);
  });

  it('replaces a killed worker at once and tells all who hung on it', async () => {
    const { feeds } = await start({ workers: 2 });
    const unit = openSession({ unitId: newUnitId() });
    const { feedId, transportId } = await publish(unit);
    // Transports go to the least loaded worker in turn: one of the two viewers is beside the unit's producer, one is not.
    const viewers = [openSession(), openSession(), openSession()];
    for (const viewer of viewers) await consume(viewer, await receiveTransport(viewer), [feedId]);
    const before = plane.processes();
    const [unitsWorker] = before.atWork;
    process.kill(unitsWorker as number, 'SIGKILL');
    await eventually('the unit is told', () => unit.told.length > 0, 1_000);
    expect(unit.told).toEqual([{ name: 'media.transportClosed', data: { transportId, reason: 'workerDied' } }]);
    expect(plane.status()).toEqual({ workers: 2, alive: 2 });
    expect(plane.processes().atWork).toContain(before.standby);
    await eventually('every viewer is told', () => viewers.every((viewer) => viewer.told.length > 0), 1_000);
    expect(new Set(viewers.flatMap((viewer) => viewer.namesTold()))).toEqual(new Set(['media.transportClosed', 'media.consumerClosed']));
    expect(feeds.feed(feedId).tracks).toEqual([]);
    await publish(unit);
    expect(feeds.feed(feedId)).toMatchObject({ generation: 1, tracks: [{ kind: 'video' }] });
    await eventually('a new standby is ready', () => plane.processes().standby !== null);
    expect(plane.processes().standby).not.toBe(before.standby);
  });

  it('survives the death of every worker at once', async () => {
    await start({ workers: 2 });
    const { atWork, standby } = plane.processes();
    for (const pid of [...atWork, standby as number]) process.kill(pid, 'SIGKILL');
    await eventually('all are new', () => plane.status().alive === 2 && plane.processes().standby !== null && !plane.processes().atWork.some((pid) => atWork.includes(pid)));
    await expect(publish(openSession({ unitId: newUnitId() }))).resolves.toMatchObject({ feedId: expect.any(String) });
  });
});
