import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { enrolDevice } from '../../scripts/demo/enrol.ts';
import { startVirtualDisplays, type VirtualDisplays } from '../../scripts/displays/startVirtualDisplays.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { photographDisplay, readPhotographedClock, tileRegion } from './rig/photographedClock.ts';
import { processTree } from './rig/processTree.ts';
import { until } from './rig/until.ts';

/** The oldest frame that a photograph may show, ms; the photograph itself takes some hundred. */
const FRESH_MS = 2_000;
const UNITS = 4;
const photographs = path.resolve(import.meta.dirname, '../../out/photographs/wallMachine');
const GRID = { columns: 2, rows: 2 };

let rig: HallRig;
/** The second machine's: other displays than the first one's, and smaller ones. */
let displays: VirtualDisplays;
let environment: Record<string, string>;
let machine: ConsoleApp | null = null;

beforeAll(async () => {
  rig = await startHallRig({ displays: 2, units: UNITS, pages: 0, basePort: 24_400 });
  displays = await startVirtualDisplays({ count: 2, width: 1_280, height: 800 });
  const token = await enrolDevice({ hall: rig.stage.place, role: 'console', name: '二号大屏机' });
  const tokenFile = path.join(rig.stage.folder, 'second.token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  environment = {
    ...rig.stage.otherConsoleEnvironment('second'),
    CONSOLE_TOKEN_FILE: tokenFile,
    CONSOLE_MACHINE: 'wall',
    CONSOLE_FIRST_SLOT: '2',
  };
  delete environment['CONSOLE_DISPLAY_PLAN'];
  await untilFeedsLive(rig.stage);
});

afterAll(async () => {
  await machine?.close();
  await displays?.close();
  await rig?.close();
});

/** As the system does when it starts. */
async function startMachine(): Promise<void> {
  machine = await ConsoleApp.create({ display: displays.display, environment, logFile: path.join(rig.stage.folder, 'logs/second.log') });
}

/** As when the power goes: everything of the machine at once. */
function cutPower(): void {
  for (const { pid } of processTree(machine!.app.process().pid!).toReversed()) {
    process.kill(pid, 'SIGKILL');
  }
  machine = null;
}

const shown = async () => (await rig.stage.control.view()).wall.filter((slot) => slot.shown).map(({ slotId }) => slotId).toSorted().join();

/** By photographs of the second machine's displays: the units whose fresh pictures stand on its tiles, row by row. */
async function seen(): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const { name } of displays.outputs) {
    const photograph = await photographDisplay(displays, { name, folder: rig.stage.folder });
    for (let tile = 0; tile < GRID.columns * GRID.rows; tile += 1) {
      const clock = readPhotographedClock(photograph, { tile: tileRegion(photograph, { ...GRID, tile }), aspect: 16 / 9 });
      const isOld = clock === null || photograph.takenAt.latest - clock.capturedAt > FRESH_MS;
      found.push(isOld ? undefined : rig.stage.members.find(({ unitId }) => sourceTagOf(unitId) === clock.sourceTag)?.unitId);
    }
  }
  return found;
}

async function untilSeen(expected: readonly string[], withinMs: number): Promise<void> {
  let last: (string | undefined)[] = [];
  try {
    await until('the right pictures on the second machine', async () => (last = await seen()).join() === expected.join(), { withinMs, describe: () => last });
  } catch (error) {
    mkdirSync(photographs, { recursive: true });
    await displays.photograph(path.join(photographs, 'failed.png'));
    throw error;
  }
}

describe('a wall of two machines', () => {
  const order = () => rig.stage.members.map(({ unitId }) => unitId);
  const both = () => [...order(), ...order().toReversed()];

  it('gives the second one its own places, without a desk', async () => {
    await startMachine();
    await until('both machines’ places', async () => (await shown()) === 'wall-1,wall-2,wall-3', { withinMs: 30_000 });
    expect(machine!.app.windows().some((page) => page.url().includes('/apps/console/'))).toBe(false);
    const { wall } = await rig.stage.control.view();
    await until('its size', async () => (await rig.stage.control.view()).wall.find(({ slotId }) => slotId === 'wall-3')?.screen?.heightPx === 800, { withinMs: 10_000 });
    expect(wall.find(({ slotId }) => slotId === 'wall-2')?.deviceName).toBe('二号大屏机');
  });

  it('shows there what a desk of the other machine puts up', async () => {
    await rig.stage.control.showUnits({ slotId: 'wall-2' as SlotId, ...GRID, unitIds: order() });
    await rig.stage.control.showUnits({ slotId: 'wall-3' as SlotId, ...GRID, unitIds: order().toReversed() });
    await untilSeen(both(), 20_000);
  });

  it('loses power and is back in its places by itself', async () => {
    cutPower();
    await until('its places to be empty', async () => (await shown()) === 'wall-1', { withinMs: 10_000 });
    await startMachine();
    await untilSeen(both(), 40_000);
  });

  it('starts while the hall is away, says so, and shows everything when it comes', async () => {
    await rig.stage.hall.kill();
    cutPower();
    await startMachine();
    await until('a standby picture that names the fault', async () => (await machine!.wallStages()).join() === 'unreachable,unreachable', { withinMs: 30_000 });
    await rig.stage.hall.restart();
    await untilSeen(both(), 40_000);
  });

  it('opens a desk for whoever sets it up, and becomes a wall again', async () => {
    await machine!.app.evaluate(({ BrowserWindow }) => {
      const [wall] = BrowserWindow.getAllWindows();
      wall?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'D', modifiers: ['control', 'alt'] });
    });
    const desk = await machine!.desk();
    await until('one wall', async () => (await shown()) === 'wall-1,wall-3', { withinMs: 15_000 });
    await desk.close();
    await until('both walls', async () => (await shown()) === 'wall-1,wall-2,wall-3', { withinMs: 20_000 });
  });
});
