import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { InjectedTracks } from '../injectedTracks.ts';
import { createMediaContext, type MediaContext } from '../mediaContext.ts';
import { eventually, feedList, newUnitId, planeOptions } from '../mediaRig.ts';

let context: MediaContext;

afterEach(() => context.pool.close());

async function start() {
  const feeds = feedList();
  context = await createMediaContext(planeOptions({ feeds: feeds.port, workers: 1 }));
  const injected = new InjectedTracks(context);
  const inject = async (ssrc: number): Promise<FeedId> => {
    const { feedId } = await feeds.port.open(newUnitId(), 'camera');
    const track = await injected.inject({ feedId, track: { mimeType: 'video/VP8', ssrc, payloadType: 96 }, onRtcp: () => undefined });
    track.setLive(true);
    return feedId;
  };
  const isLive = (feedId: FeedId): boolean => context.liveTracks.find(feedId, 'video')?.worker.closed === false;
  return { inject, isLive };
}

/** Ends the worker at work and waits until its place is taken and a new standby is ready. */
async function end(signal: NodeJS.Signals): Promise<void> {
  const pid = context.pool.workers[0]?.pid as number;
  process.kill(pid, signal);
  await eventually('it is replaced', () => context.pool.workers[0]?.pid !== pid && context.pool.workers.length === 1 && context.pool.standby !== null, 10_000);
}

describe('worker pool', () => {
  it('moves a source through as many kills as come', async () => {
    const { inject, isLive } = await start();
    const feedId = await inject(1);
    for (let kills = 0; kills < 6; kills++) {
      await end('SIGKILL');
      await eventually('the source is live again', () => isLive(feedId), 1_000);
    }
    expect(context.pool.deaths).toBe(6);
  });

  it('shuts a source out when workers crash over and over with it, and not the one that came before', async () => {
    const { inject, isLive } = await start();
    const innocent = await inject(1);
    await delay(20);
    const poison = await inject(2);
    for (let crashes = 0; crashes < 4; crashes++) {
      await eventually('both are live', () => isLive(innocent) && isLive(poison), 1_000);
      await end('SIGSEGV');
    }
    await eventually('the innocent is live again', () => isLive(innocent), 1_000);
    await delay(300);
    expect(isLive(poison)).toBe(false);
  });

  it('waits in peace when mediasoup has closed the workers itself, as it does at SIGTERM', async () => {
    const { inject, isLive } = await start();
    context.pool.workers[0]?.close();
    const feedId = await inject(1);
    expect(isLive(feedId)).toBe(false);
    expect(context.pool.workers).toEqual([]);
    await expect(context.pool.place(async () => undefined)).rejects.toMatchObject({ code: 'mediaUnavailable' });
  });

  it('replaces a worker that hangs', async () => {
    const { inject, isLive } = await start();
    const feedId = await inject(1);
    const hung = context.pool.workers[0]?.pid as number;
    process.kill(hung, 'SIGSTOP');
    await eventually('another took over', () => context.pool.workers[0]?.pid !== hung && isLive(feedId), 12_000);
    expect(context.pool.deaths).toBe(1);
  });
});
