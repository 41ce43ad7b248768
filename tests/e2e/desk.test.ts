import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unitFix } from '../../scripts/units/fleet/unitFix.ts';
import { toneOf } from '../../scripts/units/startFleet.ts';
import { startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { isFresh, seeWalls } from './rig/look.ts';
import { drawnAt, pixelsOf, type MapPoint } from './rig/mapSight.ts';
import { hear } from './rig/soundSight.ts';
import { seeTiles } from './rig/tileSight.ts';
import { until } from './rig/until.ts';

const LIVE_GREEN = [0x35, 0xc2, 0x75] as const;
const CHOSEN_BLUE = [0x4d, 0x9f, 0xff] as const;
/** A marker is this large on the desk's map. */
const MARKER_PX = 34;

let rig: HallRig;
let desk: Page;

beforeAll(async () => {
  rig = await startHallRig({ displays: 2, units: 3, pages: 1, basePort: 20_400 });
  await untilFeedsLive(rig.stage);
  desk = await rig.console.desk();
  await desk.locator('[data-map-ready="true"]').waitFor({ timeout: 30_000 });
});

afterAll(() => rig?.close());

const member = (index: number) => rig.stage.members[index]!;
const row = (index: number) => desk.locator(`[data-role="unit-list"] [data-unit-id="${member(index).unitId}"]`);
const button = (name: string | RegExp) => desk.getByRole('button', { name, exact: true });

/** Chosen everywhere: list, feed panel with a picture of now, details. */
async function expectChosen(index: number): Promise<void> {
  const { unitId, name } = member(index);
  await until('the unit to be chosen in the list', async () => (await row(index).getAttribute('aria-selected')) === 'true', { withinMs: 3_000 });
  await until(
    'its fresh picture in the feed panel',
    async () => (await seeTiles(desk)).some((tile) => tile.tileKey === 'desk-selected' && tile.unitId === unitId && tile.state === 'live' && isFresh(tile)),
    { withinMs: 10_000 },
  );
  expect(await desk.locator('section h3').allTextContents()).toContain(name);
}

async function placeOnMap(index: number): Promise<MapPoint> {
  return until(`${member(index).name} on the map`, async () => (await drawnAt(desk, member(index).unitId)) ?? undefined, { withinMs: 10_000 });
}

const blueAround = async (index: number) => pixelsOf(desk, { at: await placeOnMap(index), sidePx: MARKER_PX, rgb: CHOSEN_BLUE });

describe('the dispatcher’s window', () => {
  it('lists the units that are there', async () => {
    await until('three units in the list', async () => (await desk.locator('[data-role="unit-list"] [role="option"]').count()) === 3, { withinMs: 5_000 });
    for (const index of [0, 1, 2]) {
      expect(await row(index).textContent()).toContain(member(index).name);
      expect(await row(index).getAttribute('data-state')).toBe('live');
    }
  });

  it('draws each unit where it is', async () => {
    const seen = await Promise.all(
      [0, 1, 2].map(async (index) => {
        // Where its route has it about now; a minute more or less is less than a pixel of all Fujian.
        const { longitudeDeg, latitudeDeg } = unitFix(member(index), { elapsedMs: 20_000, at: Date.now() });
        return { ...(await placeOnMap(index)), east: (longitudeDeg * Math.PI) / 180, north: Math.asinh(Math.tan((latitudeDeg * Math.PI) / 180)) };
      }),
    );
    const [a, b, c] = seen as [(typeof seen)[0], (typeof seen)[0], (typeof seen)[0]];
    // Web Mercator: one scale for both axes, east to the right, north up. Two units give it, all three must fit it.
    const pxPerRadian = (b.x - a.x) / (b.east - a.east);
    expect(pxPerRadian).toBeGreaterThan(1_000);
    for (const unit of [b, c]) {
      expect(Math.abs(unit.x - a.x - (unit.east - a.east) * pxPerRadian)).toBeLessThan(4);
      expect(Math.abs(unit.y - a.y + (unit.north - a.north) * pxPerRadian)).toBeLessThan(4);
    }
    for (const index of [0, 1, 2]) {
      await until(
        `a live marker and nothing chosen at ${member(index).name}`,
        async () => (await pixelsOf(desk, { at: await placeOnMap(index), sidePx: MARKER_PX, rgb: LIVE_GREEN })) > 20 && (await blueAround(index)) === 0,
        { withinMs: 5_000, everyMs: 250 },
      );
    }
  });

  it('chooses a unit everywhere when it is clicked in the list', async () => {
    await row(1).click();
    await expectChosen(1);
    await until('its marker to be ringed', async () => (await blueAround(1)) > 20, { withinMs: 3_000, everyMs: 250 });
    expect(await blueAround(0)).toBe(0);
  });

  it('chooses a unit everywhere when it is clicked on the map', async () => {
    const { x, y } = await placeOnMap(2);
    await desk.mouse.click(x, y);
    await expectChosen(2);
    await until('its marker to be ringed', async () => (await blueAround(2)) > 20, { withinMs: 3_000, everyMs: 250 });
    expect(await row(1).getAttribute('aria-selected')).toBe('false');
  });

  it('plays the unit’s own tone once its sound is on, and nothing before and after', async () => {
    expect(await hear(desk, 'desk-selected')).toMatchObject({ playing: false, toneHz: null });
    await button('监听此路声音').click();
    for (const index of [2, 1]) {
      await row(index).click();
      await until('the sound to be offered', async () => (await button(/监听此路声音|关闭声音/).count()) > 0, { withinMs: 5_000 });
      if ((await button('监听此路声音').count()) > 0) {
        await button('监听此路声音').click();
      }
      const heard = await until(
        `the tone of ${member(index).name}`,
        async () => {
          const sound = await hear(desk, 'desk-selected');
          return sound.playing && (sound.levelDb ?? -200) > -70 ? sound : undefined;
        },
        { withinMs: 10_000 },
      );
      expect(Math.abs((heard.toneHz ?? 0) - toneOf(index))).toBeLessThan(4);
    }
    await button('关闭声音').click();
    await until('silence', async () => !(await hear(desk, 'desk-selected')).playing, { withinMs: 5_000 });
  });

  it('sets the wall: another grid, and a unit in a tile by two clicks', async () => {
    const slot = desk.locator('[data-slot-id="wall-1"]');
    await button('2 画面').click();
    await until('two tiles on the wall', async () => (await seeWalls(rig.console)).length === 2, { withinMs: 5_000 });
    const shown = (await seeWalls(rig.console)).map((tile) => tile.unitId);
    const missing = [0, 1, 2].find((index) => !shown.includes(member(index).unitId))!;
    await slot.getByRole('button', { name: /第 2 格/ }).click();
    await button('更换画面').click();
    await row(missing).click();
    await until(
      'the unit’s picture on the wall',
      async () => (await seeWalls(rig.console)).some((tile) => tile.tileKey === '1-0' && tile.unitId === member(missing).unitId && isFresh(tile)),
      { withinMs: 10_000 },
    );
    expect((await seeWalls(rig.console))[0]).toMatchObject({ unitId: shown[0], ownPicture: true });
    await button('1 画面').click();
    await until('one tile on the wall', async () => (await seeWalls(rig.console)).filter(isFresh).length === 1 && (await seeWalls(rig.console)).length === 1, { withinMs: 5_000 });
  });

  it('keeps the last picture of a unit that went, greyed and with its time, and shows it live when it is back', async () => {
    await row(1).click();
    await expectChosen(1);
    const tile = desk.locator('[data-tile-key="desk-selected"]');
    await rig.fleet.stop(member(1).unitId);
    await until('the tile to be stale', async () => (await tile.getAttribute('data-state')) === 'stale', { withinMs: 6_000 });
    expect(await tile.locator('header time').textContent()).toMatch(/^末帧 \d\d:\d\d:\d\d$/);
    const still = await tile.locator('[data-role="last-frame"]').evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
      return { width: canvas.width, shown: getComputedStyle(canvas).visibility, mean: pixels.reduce((sum, value, index) => sum + (index % 4 === 3 ? 0 : value), 0) / ((pixels.length * 3) / 4) };
    });
    expect(still).toMatchObject({ width: 640, shown: 'visible' });
    expect(still.mean).toBeGreaterThan(20);
    await rig.fleet.start(member(1).unitId);
    await expectChosen(1);
  });

  it('shows the displays in its settings, and their numbers on the displays themselves', async () => {
    await desk.locator('[data-role="open-settings"]').click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('tab', { name: '显示器' }).click();
    await until('both displays in the list', async () => (await dialog.getByRole('listitem').count()) === 2, { withinMs: 5_000 });
    const words = await dialog.getByRole('listitem').allTextContents();
    expect(words.filter((text) => text.includes('1920×1080'))).toHaveLength(2);
    expect(words.some((text) => text.includes('调度台'))).toBe(true);
    expect(words.some((text) => text.includes('大屏 1'))).toBe(true);
    await dialog.getByRole('button', { name: '识别显示器' }).click();
    const onWall = () => rig.console.readWalls(() => document.querySelector('[data-role="identify"]')?.textContent ?? null, null);
    const number = await until('a number on the wall', async () => (await onWall())[0]?.answer ?? undefined, { withinMs: 3_000 });
    const onDesk = await desk.locator('[data-role="identify"]').textContent({ timeout: 1_000 });
    expect(number).toContain('1');
    expect(onDesk).not.toBe(number);
    await desk.keyboard.press('Escape');
    await until('the dialog to close', async () => (await dialog.count()) === 0, { withinMs: 3_000 });
  });
});
