import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { Stage } from '../../scripts/demo/stage.ts';
import { startVirtualDisplays, type VirtualDisplays } from '../../scripts/displays/startVirtualDisplays.ts';
import { showFrom, untilFeedsLive } from './rig/hallRig.ts';
import { filesIn, packConsole, PackagedApp, runPackaged, type Package } from './rig/packagedApp.ts';
import { photographDisplay, readPhotographedClock, tileRegion } from './rig/photographedClock.ts';
import { until } from './rig/until.ts';

const BASE_PORT = 20_600;
const INSPECT_PORT = 20_990;
const REMOTE_DEBUGGING_PORT = 20_991;
/** The oldest frame that a photograph may show, ms; the photograph itself takes some hundred. */
const FRESH_MS = 2_000;
const UNITS = 2;
/** Units send wide pictures. */
const ASPECT = 16 / 9;

const folder = mkdtempSync(path.join(tmpdir(), 'command-hall-package-'));
/** Written by a module that the environment asks Node to load; a fused app does not listen to it. */
const intrusion = { module: path.join(folder, 'intrusion.cjs'), trace: path.join(folder, 'intrusion.trace') };

let packed: Package;
let displays: VirtualDisplays;
let stage: Stage;
let app: PackagedApp;
let environment: Record<string, string>;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  packed = await packConsole(folder);
  displays = await startVirtualDisplays({ count: 2 });
  closers.push(() => displays.close());
  stage = await Stage.create({ units: UNITS, pages: 0, display: displays.display, basePort: BASE_PORT, workers: 1, say: (text) => console.log(text) });
  closers.push(() => stage.close());
  await stage.fleet();
  writeFileSync(intrusion.module, `require('node:fs').writeFileSync(${JSON.stringify(intrusion.trace)}, '')`);
  environment = { ...stage.consoleEnvironment(), NODE_OPTIONS: `--require=${intrusion.module}` };
  app = PackagedApp.create({
    executable: packed.executable,
    display: displays.display,
    environment,
    arguments: [`--inspect=127.0.0.1:${INSPECT_PORT}`, `--remote-debugging-port=${REMOTE_DEBUGGING_PORT}`],
    logFile: path.join(stage.folder, 'logs/console.log'),
  });
  closers.push(() => app.close());
  await until('the wall window', async () => (await stage.control.view()).wall.some((slot) => slot.slotId === 'wall-1' && slot.shown), { withinMs: 30_000 });
  await untilFeedsLive(stage);
  await showFrom(stage, { slotId: 'wall-1', columns: UNITS, rows: 1, first: 0 });
});

afterAll(async () => {
  for (const end of closers.toReversed()) {
    await end();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** What the wall's display shows of each unit: the age of its frame and whether it is that unit's own. */
async function seeWall() {
  const photograph = await photographDisplay(displays, { name: displays.outputs[1]!.name, folder });
  return stage.members.map(({ unitId }, tile) => {
    const clock = readPhotographedClock(photograph, { tile: tileRegion(photograph, { columns: UNITS, rows: 1, tile }), aspect: ASPECT });
    return {
      capturedAt: clock?.capturedAt ?? null,
      // At most this old: reckoned from the end of the photograph.
      ageMs: clock === null ? null : photograph.takenAt.latest - clock.capturedAt,
      own: clock?.sourceTag === sourceTagOf(unitId),
    };
  });
}

describe('the package', () => {
  it('carries the bundles alone', async () => {
    const files = await filesIn(packed.archive);
    expect(files).toEqual(expect.arrayContaining(['package.json', 'out/main/index.js', 'out/preload/wall.cjs', 'out/renderer/apps/wall/index.html']));
    expect(files.filter((file) => file !== 'package.json' && !/^out\/(main|preload|renderer)\//.test(file))).toEqual([]);
    expect(files.filter((file) => file.includes('node_modules') || /\.(map|ts|tsx|node)$/.test(file))).toEqual([]);
    expect(existsSync(`${packed.archive}.unpacked`)).toBe(false);
    expect(existsSync(path.join(path.dirname(packed.archive), 'app'))).toBe(false);
  });

  it('has its fuses set', async () => {
    const { version: _version, ...wire } = await getCurrentFuseWire(packed.executable);
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
    });
  });
});

describe('the packaged console beside a hall', () => {
  it('shows every unit live on the wall’s display, by its photograph', async ({ onTestFailed }) => {
    onTestFailed(async () => {
      const results = path.resolve(import.meta.dirname, '../../test-results');
      mkdirSync(results, { recursive: true });
      await displays.photograph(path.join(results, 'packaged-wall.png'), displays.outputs[1]!.name);
    });
    let seen: Awaited<ReturnType<typeof seeWall>> = [];
    const look = async () => {
      seen = await seeWall();
      return seen.every((tile) => tile.own && tile.ageMs !== null && tile.ageMs < FRESH_MS) ? seen : undefined;
    };
    const first = await until('a photograph with fresh frames', look, { withinMs: 30_000, everyMs: 250, describe: () => seen });
    const second = await until('another one', look, { withinMs: 15_000, everyMs: 250, describe: () => seen });
    for (const [index, tile] of second.entries()) {
      expect(tile.capturedAt!, `tile ${index}`).toBeGreaterThan(first[index]!.capturedAt!);
    }
    console.log(`Frames in the photographs were at most ${[...first, ...second].map((tile) => tile.ageMs).join(', ')} ms old`);
  });

  it('tells the hall the same of its tiles', async () => {
    let states: string[] = [];
    const look = async () => {
      states = (await stage.control.reports()).find((window) => window.slotId === 'wall-1')?.tiles.map((tile) => tile.state) ?? [];
      return states.length === UNITS && states.every((state) => state === 'live') ? states : undefined;
    };
    expect(await until('live tiles in the reports', look, { withinMs: 15_000, everyMs: 250, describe: () => states })).toHaveLength(UNITS);
  });

  it('opens no inspector and loads nothing that its environment names', async () => {
    expect(await accepts(INSPECT_PORT)).toBe(false);
    expect(await accepts(REMOTE_DEBUGGING_PORT)).toBe(false);
    expect(existsSync(intrusion.trace)).toBe(false);
    // The second start ends at once for the first one's sake; run as Node it would have written.
    const said = await runPackaged({
      executable: packed.executable,
      display: displays.display,
      environment: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
      arguments: ['-e', 'process.stdout.write("ran as Node")'],
    });
    expect(said).not.toContain('ran as Node');
    expect(existsSync(intrusion.trace)).toBe(false);
  });

  it('ends by itself when asked, with all its children', async () => {
    expect(app.tree().length).toBeGreaterThan(3);
    expect(await app.terminate(10_000)).toEqual({ outcome: 0, left: [] });
  });
});

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
