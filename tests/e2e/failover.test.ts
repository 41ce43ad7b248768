import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showFrom, startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { seeWalls, untilFresh } from './rig/look.ts';
import { childrenOf } from './rig/processTree.ts';
import { until } from './rig/until.ts';

const TILES = 10;
/** Two at work and one that stands by. */
const WORKERS = 3;

let rig: HallRig;

beforeAll(async () => {
  rig = await startHallRig({ displays: 3, units: 6, pages: 2, basePort: 19_000 });
  await untilFeedsLive(rig.stage);
  await showFrom(rig.stage, { slotId: 'wall-1', columns: 3, rows: 2, first: 0 });
  await showFrom(rig.stage, { slotId: 'wall-2', columns: 2, rows: 2, first: 2 });
  await untilFresh(rig.console, { count: TILES, withinMs: 30_000 });
});

afterAll(() => rig?.close());

const workers = () => childrenOf(rig.stage.hall.pid, 'mediasoup-worker');

describe('nobody touches anything', () => {
  it.each([1, 2, 3])('a media worker is killed (%i): every tile is fresh again and a new worker stands by', async () => {
    const before = await until('all workers', async () => (workers().length === WORKERS ? workers() : undefined), { withinMs: 10_000 });
    // The oldest is always one at work: the standby is the youngest.
    const [victim] = before;
    const killedAt = Date.now();
    process.kill(victim!, 'SIGKILL');
    const tookMs = await untilFresh(rig.console, { count: TILES, withinMs: 10_000, after: killedAt });
    console.log(`worker killed: ${TILES} tiles fresh again after ${tookMs} ms`);
    await until('a new standby', async () => workers().length === WORKERS && !workers().includes(victim!), { withinMs: 10_000 });
  });

  it('the hall server is killed and started again: every tile is fresh again', async () => {
    await rig.stage.hall.kill();
    await until('the tiles to say that they are stale', async () => (await seeWalls(rig.console)).every((tile) => tile.state === 'stale'), { withinMs: 5_000 });
    await rig.stage.hall.restart();
    const startedAt = Date.now();
    const tookMs = await untilFresh(rig.console, { count: TILES, withinMs: 20_000, after: startedAt });
    console.log(`hall restarted: ${TILES} tiles fresh again ${tookMs} ms after it was ready`);
  });

  it('the renderer of one wall window is killed: that window comes back, the other never stops', async () => {
    const [hit, other] = await rig.console.untilWalls(['wall-1', 'wall-2']);
    expect(hit!.pid).not.toBe(other!.pid);
    const killedAt = Date.now();
    process.kill(hit!.pid, 'SIGKILL');
    const tookMs = await untilFresh(rig.console, { count: TILES, withinMs: 20_000, after: killedAt });
    console.log(`window crashed: ${TILES} tiles fresh again after ${tookMs} ms`);
    const after = await rig.console.untilWalls(['wall-1', 'wall-2']);
    expect(after[0]!.pid).not.toBe(hit!.pid);
    expect(after[1]!.pid).toBe(other!.pid);
  });
});
