import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TransportEnd } from '../../ports/standardMedia.ts';
import { createMediaContext, type MediaContext } from '../mediaContext.ts';
import { eventually, feedList, planeOptions } from '../mediaRig.ts';
import { Carrier } from './carrier.ts';

let context: MediaContext;
beforeEach(async () => {
  context = await createMediaContext(planeOptions({ feeds: feedList().port, workers: 1 }));
});
afterEach(() => context.pool.close());

function open(connectWithinMs: number) {
  const ends: TransportEnd[] = [];
  let closed = 0;
  const made = context.pool.place((worker) =>
    Carrier.create({ worker, router: worker.router, firstOutgoingBitrate: 0, connectWithinMs, onConnected: () => undefined, onEnded: (end) => ends.push(end), onClosed: () => (closed += 1) }),
  );
  return { made, ends, closed: () => closed };
}
const transports = () => context.pool.workers.reduce((sum, { counts }) => sum + counts.transports, 0);

describe('a carrier', () => {
  it('whose client never comes is taken down, once', async () => {
    const { made, ends, closed } = open(30);
    const carrier = await made;
    expect(transports()).toBe(1);
    await eventually('it is given up', () => ends.length > 0);
    carrier.close();
    expect([ends, closed(), transports()]).toEqual([['neverConnected'], 1, 0]);
    await expect(carrier.restartIce()).rejects.toMatchObject({ code: 'transportClosed' });
  });

  it('that is closed by its owner tells nobody', async () => {
    const { made, ends, closed } = open(60_000);
    (await made).close();
    expect([ends, closed()]).toEqual([[], 1]);
  });

  it('says that its worker died', async () => {
    const { made, ends } = open(60_000);
    const { worker } = await made;
    process.kill(worker.pid, 'SIGKILL');
    await eventually('it is told', () => ends.length > 0);
    expect(ends).toEqual(['workerDied']);
  });
});
