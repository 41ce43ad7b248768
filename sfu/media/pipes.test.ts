import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMediaContext, type MediaContext } from './mediaContext.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';
import { feedList, planeOptions } from './mediaRig.ts';

let context: MediaContext;

beforeEach(async () => {
  context = await createMediaContext(planeOptions({ workers: 2, feeds: feedList().port }));
});
afterEach(() => {
  context.pipes.close();
  context.pool.close();
});

it('a floor that is given back while the hearers’ worker dies takes nothing else with it', async () => {
  const [near, far] = context.pool.workers as [MediaWorker, MediaWorker];
  const mouth = await near.router.createDirectTransport();
  const producer = await mouth.produce({ kind: 'audio', rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: 1_000 }], rtcp: { cname: 'mouth' } } });
  await context.pipes.acquire({ producer, worker: near }, far);
  const refused: unknown[] = [];
  const onRefused = (error: unknown) => refused.push(error);
  process.prependListener('unhandledRejection', onRefused);
  // The far end is told of the pause, and its worker is gone before it answers.
  process.kill(far.pid, 'SIGSTOP');
  await producer.pause();
  await delay(100);
  far.close();
  process.kill(far.pid, 'SIGCONT');
  await delay(20);
  process.removeListener('unhandledRejection', onRefused);
  expect(refused).toEqual([]);
});
