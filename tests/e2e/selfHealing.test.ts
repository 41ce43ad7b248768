import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { enrolDevice } from '../../scripts/demo/enrol.ts';
import { startVirtualDisplays, type VirtualDisplays } from '../../scripts/displays/startVirtualDisplays.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { startHallRig, showFrom, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { countReceived, startCounting } from './rig/receivedBytes.ts';
import { readWallTiles, type TileSight } from './rig/tileSight.ts';
import { until } from './rig/until.ts';

const WALL = 'wall-1';
/** Age of a picture that is fresh, ms. */
const FRESH_MS = 3_000;

let rig: HallRig;

beforeAll(async () => {
  rig = await startHallRig({ displays: 2, units: 4, pages: 4, basePort: 26_400 });
  await untilFeedsLive(rig.stage);
  await showFrom(rig.stage, { slotId: WALL, columns: 2, rows: 2, first: 0 });
  await untilTiles('four live pictures', (tiles) => tiles.length === 4 && tiles.every(isFresh));
});

afterAll(() => rig?.close());

const isFresh = (tile: TileSight) => tile.ownPicture && tile.ageMs !== null && tile.ageMs < FRESH_MS;

async function tilesOf(app: ConsoleApp): Promise<readonly TileSight[]> {
  return (await readWallTiles(app)).flatMap(({ tiles }) => tiles);
}

function untilTiles(what: string, isSo: (tiles: readonly TileSight[]) => boolean, options: { app?: ConsoleApp; withinMs?: number } = {}): Promise<readonly TileSight[]> {
  let seen: readonly TileSight[] = [];
  return until(
    what,
    async () => {
      seen = await tilesOf(options.app ?? rig.console);
      return isSo(seen) ? seen : undefined;
    },
    { withinMs: options.withinMs ?? 30_000, describe: () => seen },
  );
}

/** Runs in the page of the wall: does something to the pictures that are on show. */
async function harm(what: (input: null) => void): Promise<void> {
  const [window] = await rig.console.readWalls(what, null);
  expect(window?.slotId).toBe(WALL);
}

const reportOf = async () => (await rig.stage.control.reports()).find(({ slotId }) => slotId === WALL);

describe('pictures that go wrong while their connection stands', () => {
  it('finds one that is black, and fetches it anew', async () => {
    await harm(() => {
      const video = document.querySelector<HTMLVideoElement>('[data-tile-key="0-0"] video[data-role="feed-video"]');
      // What comes in is drawn black from here on, as by a decoder that lost its way.
      for (const track of (video?.srcObject as MediaStream | null)?.getVideoTracks() ?? []) track.enabled = false;
    });
    await untilTiles('a black picture', (tiles) => tiles[0]?.contrast === 0 && tiles.slice(1).every(isFresh));
    await untilTiles('the picture itself again', (tiles) => tiles.every(isFresh));
    await until('the steps in the report', async () => {
      const tile = (await reportOf())?.tiles.find(({ tileKey }) => tileKey === '0-0');
      return tile !== undefined && tile.blackCount === 1 && tile.mends.keyFrames >= 1 && tile.mends.consumers >= 1;
    }, { withinMs: 10_000 });
  });

  it('finds one that repeats the same frame, and fetches it anew', async () => {
    await harm(() => {
      const video = document.querySelector<HTMLVideoElement>('[data-tile-key="1-0"] video[data-role="feed-video"]');
      const canvas = document.createElement('canvas');
      canvas.width = 320;
      canvas.height = 180;
      const context = canvas.getContext('2d');
      const paint = () => {
        if (context === null) return;
        context.fillStyle = '#777';
        context.fillRect(0, 0, 320, 180);
        context.fillStyle = '#a33';
        context.fillRect(40, 40, 90, 60);
      };
      paint();
      if (video !== null) video.srcObject = canvas.captureStream(10);
      const timer = setInterval(() => (video?.isConnected === true ? paint() : clearInterval(timer)), 100);
    });
    await untilTiles('a picture that is not the unit’s', (tiles) => tiles[1]?.ownPicture === false);
    await untilTiles('the picture itself again', (tiles) => tiles.every(isFresh), { withinMs: 60_000 });
    await until('the fault in the report', async () => (await reportOf())?.tiles.find(({ tileKey }) => tileKey === '1-0')?.frozenCount === 1, { withinMs: 10_000 });
  });

  it('has the window loaded anew when nothing else helps, and counts it', async () => {
    const before = await rig.console.readWalls(() => performance.timeOrigin, null);
    await harm(() => {
      const srcObject = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
      // Every picture from now on stands still, however it is fetched.
      Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
        configurable: true,
        get(this: HTMLMediaElement) {
          return srcObject?.get?.call(this) as MediaProvider | null;
        },
        set(this: HTMLMediaElement) {
          srcObject?.set?.call(this, new MediaStream());
        },
      });
      for (const video of document.querySelectorAll('video')) video.srcObject = null;
    });
    await untilTiles('pictures that stand still and say so', (tiles) => tiles.length === 4 && tiles.every(({ state }) => state === 'stale'));
    await untilTiles('fresh pictures', (tiles) => tiles.length === 4 && tiles.every(isFresh), { withinMs: 90_000 });
    const after = await rig.console.readWalls(() => performance.timeOrigin, null);
    expect(after[0]?.answer).toBeGreaterThan(before[0]?.answer ?? Infinity);
    await until('the step in the report', async () => (await reportOf())?.media?.reloads === 1, { withinMs: 15_000 });
  });
});

describe('a wall machine with a narrow line', () => {
  const SLOT = 'wall-2' as SlotId;
  /** Less than the four pictures take at the layers that fit, more than they take at the lowest. */
  const BUDGET_KBIT = 1_000;
  const COUNT_FOR_MS = 10_000;
  let displays: VirtualDisplays;
  let machine: ConsoleApp | null = null;

  beforeAll(async () => {
    displays = await startVirtualDisplays({ count: 1 });
  });
  afterAll(async () => {
    await machine?.close();
    await displays?.close();
  });

  async function receivedKbit(name: string, environment: Readonly<Record<string, string>>): Promise<number> {
    const token = await enrolDevice({ hall: rig.stage.place, role: 'console', name });
    const tokenFile = path.join(rig.stage.folder, `${name}.token`);
    writeFileSync(tokenFile, token, { mode: 0o600 });
    const { CONSOLE_DISPLAY_PLAN: _, ...base } = rig.stage.otherConsoleEnvironment(name);
    machine = await ConsoleApp.create({
      display: displays.display,
      environment: { ...base, CONSOLE_TOKEN_FILE: tokenFile, CONSOLE_MACHINE: 'wall', CONSOLE_FIRST_SLOT: '2', ...environment },
      logFile: path.join(rig.stage.folder, `logs/${name}.log`),
    });
    await startCounting(machine);
    await until('its place on the wall', async () => (await rig.stage.control.view()).wall.some(({ slotId, shown }) => slotId === SLOT && shown), { withinMs: 30_000 });
    await rig.stage.control.showUnits({ slotId: SLOT, columns: 2, rows: 2, unitIds: rig.stage.members.map(({ unitId }) => unitId) });
    await untilTiles('four live pictures on the second machine', (tiles) => tiles.length === 4 && tiles.every(isFresh), { app: machine, withinMs: 60_000 });
    const kbit = await countReceived(machine, { settleMs: 8_000, forMs: COUNT_FOR_MS });
    expect((await tilesOf(machine)).every(isFresh)).toBe(true);
    await machine.close();
    machine = null;
    return kbit;
  }

  it('stays within its budget with every picture alive, and takes more where there is room', async () => {
    const free = await receivedKbit('free', {});
    const narrow = await receivedKbit('narrow', { CONSOLE_VIDEO_BUDGET: String(BUDGET_KBIT / 1_000) });
    console.log(`received: ${Math.round(free)} kbit/s without, ${Math.round(narrow)} kbit/s with a budget of ${BUDGET_KBIT}`);
    expect(free).toBeGreaterThan(BUDGET_KBIT * 1.2);
    expect(narrow).toBeLessThan(BUDGET_KBIT * 1.1);
  });
});
