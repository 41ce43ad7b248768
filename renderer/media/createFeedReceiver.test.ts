import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransportId } from '#protocol/nouns/ids.ts';
import { AppError } from '#protocol/errors.ts';
import { feedIdOf } from './testing/fakeMediaHall.ts';
import { HIDDEN, openScene, show, VISIBLE, type Scene } from './testing/mediaScene.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const pass = (ms = 30) => vi.advanceTimersByTimeAsync(ms);

async function startScene(feeds?: number): Promise<Scene> {
  const scene = openScene(feeds);
  await pass();
  return scene;
}

describe('feed receiver', () => {
  it('fetches a whole wall with one request, one negotiation and one resume', async () => {
    const negotiations = vi.spyOn(FakeHandler.prototype, 'receive');
    const { hall, receiver } = await startScene(16);
    const watches = Array.from({ length: 16 }, (_, index) => show(receiver, index + 1));
    await pass();
    expect(hall.link.inputsOf('media.consume')).toHaveLength(1);
    expect(hall.link.inputsOf('media.consume')[0]!.items).toHaveLength(16);
    // The second call is mediasoup-client's own for its bandwidth probes.
    expect(negotiations.mock.calls.map(([list]) => list.length)).toEqual([16, 1]);
    expect(hall.link.inputsOf('media.setConsumers')).toHaveLength(1);
    expect(hall.sent()).toHaveLength(16);
    expect(watches.every(({ media }) => media.getState().videoTrack?.kind === 'video')).toBe(true);
    expect(receiver.counters()).toEqual({ transportsMade: 1, consumersMade: 16, keyFramesAsked: 0 });
  });

  it('asks for nothing while nothing is visible', async () => {
    const { hall, receiver } = await startScene();
    receiver.watch(feedIdOf(1));
    show(receiver, 2, HIDDEN);
    await pass(60_000);
    expect(hall.link.inputsOf('media.createTransport')).toHaveLength(0);
    expect(hall.link.inputsOf('media.consume')).toHaveLength(0);
  });

  it('asks for the layer that fits the largest tile of a feed, and shares one consumer between its tiles', async () => {
    const { hall, receiver } = await startScene();
    show(receiver, 1, { ...VISIBLE, widthPx: 320, heightPx: 180 });
    show(receiver, 1, { ...VISIBLE, widthPx: 640, heightPx: 360 });
    await pass();
    expect(hall.link.inputsOf('media.consume').flatMap(({ items }) => items)).toEqual([
      { feedId: feedIdOf(1), kind: 'video', layers: { spatialLayer: 1, temporalLayer: 2 } },
    ]);
  });

  it('takes less at once, more only when the size has held, and everything for a focused tile', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    await pass(1_000);
    const changes = () => hall.link.inputsOf('media.setConsumers').flatMap((input) => input.changes).slice(1);
    watch.wish({ ...VISIBLE, widthPx: 320, heightPx: 180 });
    await pass(10);
    expect(changes()).toMatchObject([{ layers: { spatialLayer: 0 } }]);
    watch.wish({ ...VISIBLE, widthPx: 1920, heightPx: 1080 });
    await pass(600);
    expect(changes()).toHaveLength(1);
    await pass(200);
    expect(changes()).toMatchObject([{}, { layers: { spatialLayer: 2 } }]);
    watch.wish({ ...VISIBLE, focused: true });
    await pass(10);
    expect(changes()[2]).toMatchObject({ priority: 255 });
  });

  it('pauses a hidden tile after 300 ms, wakes it without a new consumer, and gives it back after 30 s', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    await pass();
    watch.wish(HIDDEN);
    await pass(250);
    expect(hall.sent()).toEqual(['video 1']);
    await pass(100);
    expect(hall.sent()).toEqual([]);
    expect(hall.consumers.size).toBe(1);
    watch.wish(VISIBLE);
    await pass(20);
    expect(hall.sent()).toEqual(['video 1']);
    watch.wish(HIDDEN);
    await pass(31_000);
    expect(hall.consumers.size).toBe(0);
    expect(watch.media.getState()).toMatchObject({ videoTrack: null, problem: null });
    watch.wish(VISIBLE);
    await pass();
    expect(hall.sent()).toEqual(['video 1']);
    expect(receiver.counters()).toMatchObject({ transportsMade: 1, consumersMade: 2 });
  });

  it('lets a tile move without a new consumer, and lets go of what no tile holds', async () => {
    const { hall, receiver } = await startScene();
    const first = show(receiver, 1);
    await pass();
    first.close();
    const second = show(receiver, 1);
    await pass(2_000);
    expect(receiver.counters().consumersMade).toBe(1);
    expect(hall.sent()).toEqual(['video 1']);
    second.close();
    second.close();
    await pass(1_100);
    expect(hall.consumers.size).toBe(0);
  });

  it('listens only where somebody wants to hear', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    await pass();
    expect(hall.sent()).toEqual(['video 1']);
    watch.wish({ ...VISIBLE, audio: true });
    await pass();
    expect(hall.sent()).toEqual(['audio 1', 'video 1']);
    expect(watch.media.getState().audioTrack?.kind).toBe('audio');
    watch.wish(VISIBLE);
    await pass(400);
    expect(hall.sent()).toEqual(['video 1']);
  });

  it('makes everything anew when its worker died, with the former picture kept till then', async () => {
    const { hall, receiver } = await startScene();
    const watches = [show(receiver, 1), show(receiver, 2)];
    await pass();
    const former = watches[0]!.media.getState().videoTrack;
    const [transportId] = [...hall.transports] as [TransportId];
    hall.loseTransport(transportId);
    hall.link.notify('media.transportClosed', { transportId, reason: 'workerDied' });
    expect(watches[0]!.media.getState().videoTrack).toBe(former);
    await pass();
    expect(hall.sent()).toEqual(['video 1', 'video 2']);
    expect(watches[0]!.media.getState().videoTrack).not.toBe(former);
    expect(receiver.counters().transportsMade).toBe(2);
    expect(hall.link.inputsOf('media.capabilities')).toHaveLength(1);
  });

  it('makes everything anew when the connection failed', async () => {
    const { hall, receiver } = await startScene();
    show(receiver, 1);
    await pass();
    (hall.clientTransports[0]!.handler as FakeHandler).setConnectionState('failed');
    await pass();
    expect(hall.transports.size).toBe(1);
    expect(hall.sent()).toEqual(['video 1']);
    expect(receiver.counters().transportsMade).toBe(2);
  });

  it('makes everything anew in a new session, also of a hall that was restarted with lower generations', async () => {
    const { hall, receiver } = await startScene();
    hall.setFeed(1, ['video'], { generation: 40 });
    const watch = show(receiver, 1);
    await pass();
    hall.link.goOffline();
    await pass(1_000);
    expect(watch.media.getState().videoTrack).not.toBeNull();
    hall.setFeed(1, ['video'], { generation: 1 });
    hall.link.goOnline();
    await pass();
    expect(hall.sent()).toEqual(['video 1']);
    expect(watch.media.getState()).toMatchObject({ problem: null });
  });

  it('consumes again when the feed\'s media was replaced, and waits while it is away', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    await pass();
    hall.setFeed(1);
    await pass();
    expect(receiver.counters().consumersMade).toBe(2);
    expect(hall.consumers.size).toBe(1);
    hall.setFeed(1, []);
    await pass();
    expect(watch.media.getState()).toMatchObject({ videoTrack: null, problem: 'feedNotLive' });
    const asked = hall.link.inputsOf('media.consume').length;
    await pass(60_000);
    expect(hall.link.inputsOf('media.consume')).toHaveLength(asked);
    hall.setFeed(1);
    await pass();
    expect(watch.media.getState()).toMatchObject({ problem: null });
    expect(hall.sent()).toEqual(['video 1']);
  });

  it('takes a closed consumer up again at once, also one that ended while it was being made', async () => {
    const { hall, receiver } = await startScene();
    show(receiver, 1);
    await pass();
    const consumer = hall.consumerOf(1)!;
    hall.consumers.delete(consumer.consumerId);
    hall.link.notify('media.consumerClosed', { consumerId: consumer.consumerId, feedId: feedIdOf(1), kind: 'video' });
    await pass();
    expect(hall.sent()).toEqual(['video 1']);

    const consume = hall.link.answers['media.consume']!;
    hall.link.answers['media.consume'] = async (input) => {
      const answer = await consume(input);
      hall.link.answers['media.consume'] = consume;
      const early = hall.consumerOf(2)!;
      hall.consumers.delete(early.consumerId);
      hall.link.notify('media.consumerClosed', { consumerId: early.consumerId, feedId: feedIdOf(2), kind: 'video' });
      return answer;
    };
    show(receiver, 2);
    await pass(300);
    expect(hall.sent()).toEqual(['video 1', 'video 2']);
  });

  it('does not hammer a hall that cannot serve a feed, and is there when it can', async () => {
    const { hall, receiver } = await startScene();
    const consume = hall.link.answers['media.consume']!;
    hall.link.answers['media.consume'] = ({ items }) => ({
      items: items.map(({ feedId, kind }) => ({ feedId: feedId as never, kind, consumer: null, error: 'mediaUnavailable' })),
    });
    const watch = show(receiver, 1);
    await pass(30_000);
    expect(watch.media.getState().problem).toBe('mediaUnavailable');
    expect(hall.link.inputsOf('media.consume').length).toBeLessThan(18);
    hall.link.answers['media.consume'] = consume;
    await pass(3_100);
    expect(watch.media.getState()).toMatchObject({ problem: null });
    expect(hall.sent()).toEqual(['video 1']);
  });

  it('tries ever more slowly for a transport, and says that there is none', async () => {
    const { hall, receiver } = await startScene();
    const create = hall.link.answers['media.createTransport']!;
    hall.link.answers['media.createTransport'] = () => {
      throw new AppError('mediaUnavailable');
    };
    const watch = show(receiver, 1);
    await pass(20_000);
    expect(watch.media.getState().problem).toBe('mediaUnavailable');
    expect(hall.link.inputsOf('media.createTransport').length).toBeLessThan(12);
    hall.link.answers['media.createTransport'] = create;
    await pass(5_100);
    expect(hall.sent()).toEqual(['video 1']);
  });

  it('tells the hall again what it may not have heard, and drops consumers that the hall does not know', async () => {
    const { hall, receiver } = await startScene();
    const set = hall.link.answers['media.setConsumers']!;
    hall.link.answers['media.setConsumers'] = () => {
      throw new AppError('timedOut');
    };
    show(receiver, 1);
    await pass(100);
    expect(hall.sent()).toEqual([]);
    hall.link.answers['media.setConsumers'] = set;
    await pass(400);
    expect(hall.sent()).toEqual(['video 1']);

    hall.consumers.clear();
    show(receiver, 1, { ...VISIBLE, focused: true });
    await pass(600);
    expect(hall.sent()).toEqual(['video 1']);
  });

  it('answers complaints about a still picture step by step', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    await pass(20_000);
    watch.refresh();
    await pass();
    expect(receiver.counters()).toEqual({ transportsMade: 1, consumersMade: 1, keyFramesAsked: 1 });
    watch.refresh();
    await pass(2_000);
    expect(receiver.counters()).toEqual({ transportsMade: 1, consumersMade: 2, keyFramesAsked: 1 });
    watch.refresh();
    await pass();
    expect(receiver.counters()).toEqual({ transportsMade: 2, consumersMade: 3, keyFramesAsked: 1 });
    expect(hall.transports.size).toBe(1);
    expect(hall.sent()).toEqual(['video 1']);
  });

  it('makes a new transport when all pictures stand still though the hall is silent, but not when the units did', async () => {
    const { hall, receiver, marks } = await startScene();
    show(receiver, 1);
    show(receiver, 2);
    await pass();
    marks.value = 1;
    await pass(5_000);
    expect(receiver.counters().transportsMade).toBe(2);
    for (const consumer of hall.consumers.values()) {
      hall.link.notify('media.consumerChanged', { consumerId: consumer.consumerId, producerPaused: false, currentLayers: null, score: 10, producerScore: 0 });
    }
    await pass(60_000);
    expect(receiver.counters().transportsMade).toBe(2);
  });

  it('passes on what the hall says of the way', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    await pass();
    const { consumerId } = hall.consumerOf(1)!;
    hall.link.notify('media.consumerChanged', { consumerId, producerPaused: false, currentLayers: { spatialLayer: 1, temporalLayer: 2 }, score: 9, producerScore: 7 });
    expect(watch.media.getState()).toMatchObject({ currentLayers: { spatialLayer: 1 }, score: 9, producerScore: 7 });
  });

  it('says that the hall is away only where there is no picture', async () => {
    const { hall, receiver } = await startScene();
    const seen = show(receiver, 1);
    await pass();
    hall.link.goOffline();
    const unseen = show(receiver, 2);
    await pass();
    expect(seen.media.getState().problem).toBeNull();
    expect(unseen.media.getState().problem).toBe('disconnected');
  });

  it('leaves nothing behind', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    await pass();
    receiver.close();
    receiver.close();
    watch.wish(VISIBLE);
    watch.refresh();
    await pass();
    expect(hall.transports.size).toBe(0);
    expect(watch.media.getState().videoTrack).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });
});
