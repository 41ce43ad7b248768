import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransportId } from '#protocol/nouns/ids.ts';
import { AppError } from '#protocol/errors.ts';
import { feedIdOf } from './testing/fakeMediaHall.ts';
import { HIDDEN, openScene, show, VISIBLE, type Scene } from './testing/mediaScene.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const pass = (ms = 30) => vi.advanceTimersByTimeAsync(ms);

async function startScene(feeds?: number): Promise<Scene> {
  const scene = openScene(feeds);
  await pass();
  return scene;
}

describe('mending and budget of a feed receiver', () => {
  it('mends by the step that a tile names, and says what it did', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    expect(watch.refresh('keyFrame')).toBeNull();
    await pass();
    expect(watch.refresh('consumer')).toBeNull();
    await pass(2_000);
    expect(watch.refresh('keyFrame')).toBe('keyFrame');
    expect(watch.refresh('consumer')).toBe('consumer');
    await pass();
    expect(receiver.counters()).toEqual({ transportsMade: 1, consumersMade: 2, keyFramesAsked: 1 });
    expect(hall.consumers.size).toBe(1);
  });

  it('shows the former picture until the new consumer is there, also when that takes its time', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    await pass(2_000);
    const former = watch.media.getState().videoTrack!;
    const consume = hall.link.answers['media.consume']!;
    hall.link.answers['media.consume'] = () => {
      throw new AppError('timedOut');
    };
    watch.refresh('consumer');
    await pass(50);
    expect([watch.media.getState().videoTrack, former.readyState]).toEqual([former, 'live']);
    hall.link.answers['media.consume'] = consume;
    await pass(3_100);
    expect(watch.media.getState().videoTrack).not.toBe(former);
    expect(former.readyState).toBe('ended');
    expect(hall.sent()).toEqual(['video 1']);
    expect(hall.consumers.size).toBe(1);
  });

  it('leaves no consumer running when its tile is hidden while it is replaced', async () => {
    const { hall, receiver } = await startScene();
    const watch = show(receiver, 1);
    await pass(2_000);
    hall.link.answers['media.consume'] = () => {
      throw new AppError('timedOut');
    };
    watch.refresh('consumer');
    watch.wish(HIDDEN);
    await pass(500);
    expect(hall.sent()).toEqual([]);
  });

  it('keeps to a budget: the smaller pictures go down first, and all come back when it is lifted', async () => {
    const { hall, receiver } = await startScene(3);
    const layers = new Map<string, number>();
    const note = (changes: readonly { consumerId: string; layers?: { spatialLayer: number } | undefined }[]) => {
      for (const change of changes) {
        const feedId = [...hall.consumers.values()].find(({ consumerId }) => consumerId === change.consumerId)?.feedId;
        if (feedId && change.layers) {
          layers.set(feedId, change.layers.spatialLayer);
        }
      }
    };
    const spatial = () => {
      hall.link.inputsOf('media.consume').forEach(({ items }) => items.forEach((item) => item.layers && layers.set(item.feedId, item.layers.spatialLayer)));
      hall.link.inputsOf('media.setConsumers').forEach(({ changes }) => note(changes));
      return [1, 2, 3].map((number) => layers.get(feedIdOf(number)));
    };
    show(receiver, 1, { ...VISIBLE, widthPx: 1280, heightPx: 720 });
    show(receiver, 2, VISIBLE);
    show(receiver, 3, { ...VISIBLE, focused: true });
    await pass(1_000);
    expect(spatial()).toEqual([2, 1, 2]);
    expect(receiver.budget()).toMatchObject({ budgetKbit: null, plannedKbit: 4_400, budgetKept: true });
    receiver.setBudget(3_000);
    await pass(1_500);
    expect(spatial()).toEqual([1, 0, 2]);
    expect(receiver.budget().plannedKbit).toBeLessThanOrEqual(3_000);
    expect(hall.link.inputsOf('media.limitTransport')).toMatchObject([{ maxOutgoingKbit: 3_750 }]);
    receiver.setBudget(100);
    await pass(1_500);
    expect(spatial()).toEqual([0, 0, 0]);
    expect(receiver.budget().budgetKept).toBe(false);
    expect(hall.sent()).toHaveLength(3);
    receiver.setBudget(null);
    await pass(3_000);
    expect(spatial()).toEqual([2, 1, 2]);
    expect(hall.link.inputsOf('media.limitTransport').at(-1)).toMatchObject({ maxOutgoingKbit: null });
  });

  it('tells a new transport of the limit too', async () => {
    const { hall, receiver } = await startScene();
    receiver.setBudget(8_000);
    show(receiver, 1);
    await pass();
    const [transportId] = [...hall.transports] as [TransportId];
    hall.loseTransport(transportId);
    hall.link.notify('media.transportClosed', { transportId, reason: 'workerDied' });
    await pass();
    const told = hall.link.inputsOf('media.limitTransport').map((input) => input.transportId);
    expect(new Set(told).size).toBe(2);
    expect(told.at(-1)).toBe([...hall.transports][0]);
  });

  it('has no health and no loudness of what it does not receive', async () => {
    const { receiver } = await startScene();
    const watch = show(receiver, 1, HIDDEN);
    await pass();
    expect(await watch.health()).toBeNull();
    expect(watch.audioLevel()).toBeNull();
  });

  it('keeps nothing of feeds that came and went', async () => {
    const { hall, receiver } = await startScene(4);
    for (let cycle = 0; cycle < 1_200; cycle += 1) {
      const watch = show(receiver, 1 + (cycle % 4));
      await pass(20);
      watch.close();
    }
    await pass(2_000);
    expect(hall.consumers.size).toBe(0);
    expect(receiver.counters().transportsMade).toBe(1);
    expect(receiver.budget().plannedKbit).toBe(0);
  });
});
