import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showFrom, startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { isFresh, seeWalls, untilFresh } from './rig/look.ts';
import { until } from './rig/until.ts';

/** Tiles over the three wall windows: 3×2, 2×2 and 2×2. */
const TILES = 14;

let rig: HallRig;

beforeAll(async () => {
  rig = await startHallRig({ displays: 4, units: 6, pages: 2, basePort: 19_400 });
  await untilFeedsLive(rig.stage);
  await showFrom(rig.stage, { slotId: 'wall-1', columns: 3, rows: 2, first: 0 });
  await showFrom(rig.stage, { slotId: 'wall-2', columns: 2, rows: 2, first: 0 });
  await showFrom(rig.stage, { slotId: 'wall-3', columns: 2, rows: 2, first: 4 });
});

afterAll(() => rig?.close());

/** Runs in the page. */
const statesOf = (unitId: string) =>
  Array.from(document.querySelectorAll<HTMLElement>(`[data-tile-key][data-unit-id="${unitId}"]`), (tile) => tile.dataset['state'] ?? '');

describe('a wall of three displays beside the desk', () => {
  it('fills each display with one window', async () => {
    const windows = await rig.console.untilWalls(['wall-1', 'wall-2', 'wall-3']);
    expect(windows.map((window) => window.bounds)).toEqual(
      rig.displays.outputs.slice(1).map(({ x, y, width, height }) => ({ x, y, width, height })),
    );
  });

  it('shows on every tile a frame of its own unit less than a second old', async () => {
    await untilFresh(rig.console, { count: TILES, withinMs: 30_000 });
  });

  it('goes on: each tile advances from look to look', async () => {
    const first = await seeWalls(rig.console);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const second = await seeWalls(rig.console);
    expect(second).toHaveLength(TILES);
    for (const [index, tile] of second.entries()) {
      expect(tile.capturedAt ?? 0, `tile ${tile.tileKey}`).toBeGreaterThan(first[index]?.capturedAt ?? Number.POSITIVE_INFINITY);
    }
  });

  it('takes a smaller simulcast layer for a small tile than for a large one', async () => {
    const page = rig.stage.members.find((member) => member.sender === 'page')!;
    const widthOn = async (slotId: string) =>
      (await seeWalls(rig.console)).find((tile) => tile.slotId === slotId && tile.unitId === page.unitId && isFresh(tile))?.widthPx;
    await showFrom(rig.stage, { slotId: 'wall-2', columns: 1, rows: 1, first: 0 });
    await showFrom(rig.stage, { slotId: 'wall-3', columns: 8, rows: 4, first: 0 });
    const large = await until('the large tile at its top layer', async () => ((await widthOn('wall-2')) === 640 ? 640 : undefined), { withinMs: 15_000 });
    const small = await until('the small tile at a lower layer', async () => ((await widthOn('wall-3')) === 320 ? 320 : undefined), { withinMs: 15_000 });
    expect(small).toBeLessThan(large);
    await showFrom(rig.stage, { slotId: 'wall-2', columns: 2, rows: 2, first: 0 });
    await showFrom(rig.stage, { slotId: 'wall-3', columns: 2, rows: 2, first: 4 });
    await untilFresh(rig.console, { count: TILES, withinMs: 15_000 });
  });

  it('says so within three seconds when a unit stops, and shows it again when it returns', async () => {
    const gone = rig.stage.members.find((member) => member.sender === 'rtp')!;
    // Read without the pixels: looking at all of them takes longer than what is measured.
    const states = async () => (await rig.console.readWalls(statesOf, gone.unitId)).flatMap(({ answer }) => answer);
    await rig.fleet.stop(gone.unitId);
    const stoppedAt = Date.now();
    try {
      await until('its tiles to be stale', async () => (await states()).join() === 'stale,stale', { withinMs: 5_000, everyMs: 50 });
      expect(Date.now() - stoppedAt).toBeLessThan(3_000);
    } finally {
      await rig.fleet.start(gone.unitId);
    }
    await untilFresh(rig.console, { count: TILES, withinMs: 15_000, after: Date.now() });
  });

  it('closes the window of a display that is unplugged and brings it back in its place', async () => {
    const output = rig.displays.outputs[2]!;
    await rig.displays.unplug(output.name);
    await rig.console.untilWalls(['wall-1', 'wall-3']);
    await untilFresh(rig.console, { count: 10, withinMs: 10_000 });
    await rig.displays.plug(output.name);
    await rig.console.untilWalls(['wall-1', 'wall-2', 'wall-3']);
    await untilFresh(rig.console, { count: TILES, withinMs: 20_000, after: Date.now() });
  });
});
