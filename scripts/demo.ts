/** `npm run demo`: a hall, its units and its console with a wall, on real displays or on virtual ones. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { gridFor } from '#domain/wall/grid.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { ensureBuilt } from './build/ensureBuilt.ts';
import { CAST, describeCast } from './demo/cast.ts';
import { ConsoleProcess, ROOT_ARGUMENTS } from './demo/consoleProcess.ts';
import { DEMO_USAGE, DemoOptionError, readDemoOptions, type DemoOptions } from './demo/options.ts';
import { showScenario } from './demo/showScenario.ts';
import { Stage } from './demo/stage.ts';
import { describeRecords, TileWatch } from './demo/tileWatch.ts';
import { startVirtualDisplays, type VirtualDisplays } from './displays/startVirtualDisplays.ts';

const SHOWN_WITHIN_MS = 60_000;
const SAMPLE_EVERY_MS = 1_000;
const BASE_PORT = 18_400;

const say = (text: string) => console.log(text);
const wait = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs));

const interrupted = new Promise<'interrupted'>((resolve) => {
  process.once('SIGINT', () => resolve('interrupted'));
  process.once('SIGTERM', () => resolve('interrupted'));
});

async function main(): Promise<number> {
  const options = readDemoOptions(process.argv.slice(2));
  await ensureBuilt(say);
  const virtual = process.env['DISPLAY'] ? null : await startVirtualDisplays({ count: options.displays });
  if (virtual !== null) {
    say(`No display here: ${options.displays} virtual ones of 1920×1080 were started on ${virtual.display}.`);
  }
  try {
    return options.scenario === null ? await show(options, virtual) : await play(options.scenario, options, virtual);
  } finally {
    await virtual?.close();
  }
}

async function play(scenario: string, options: DemoOptions, virtual: VirtualDisplays | null): Promise<number> {
  const { rate, deskPerson, forMs } = options;
  const ending = new AbortController();
  void interrupted.then(() => ending.abort());
  if (forMs !== null) {
    void wait(forMs).then(() => photograph(options, virtual)).finally(() => ending.abort());
  }
  const display = virtual?.display ?? process.env['DISPLAY'] ?? '';
  const played = await showScenario({ scenario, rate, display, basePort: BASE_PORT, deskPerson, say, signal: ending.signal });
  return played || forMs !== null ? 0 : 1;
}

async function show(options: DemoOptions, virtual: VirtualDisplays | null): Promise<number> {
  const display = virtual?.display ?? process.env['DISPLAY'] ?? '';
  const stage = await Stage.create({ units: options.units, pages: options.pages, display, basePort: BASE_PORT, people: CAST, deskPerson: options.deskPerson, say });
  let app: ConsoleProcess | null = null;
  let failed = true;
  try {
    say(`Hall ${stage.hall.address.url}, CA fingerprint ${stage.hall.address.caFingerprint}`);
    say(`\n${describeCast(stage.password)}\n`);
    await stage.fleet();
    if (ROOT_ARGUMENTS.length > 0) {
      say('Running as root: the demo starts the console without its sandbox. Start the product as an ordinary user.');
    }
    app = ConsoleProcess.create({ display, environment: stage.consoleEnvironment(), logFile: path.join(stage.folder, 'logs/console.log') });
    const expectedWindows = await arrangeWall(stage, virtual === null ? 1 : options.displays - 1);
    say(`On show: ${expectedWindows} wall windows and the desk. ${options.forMs === null ? 'Ctrl-C ends the demo.' : ''}`);
    const watch = new TileWatch();
    const outcome = await watchTiles({ stage, watch, forMs: options.forMs, stopped: () => app?.ended !== undefined });
    await photograph(options, virtual);
    const records = watch.records();
    say(`\n${describeRecords(records)}\n`);
    const wallWindows = new Set(records.map((record) => record.place).filter((place) => place.startsWith('wall-'))).size;
    const faults = records.filter((record) => record.fault !== null).length + (wallWindows < expectedWindows ? 1 : 0) + (outcome === 'console ended' ? 1 : 0);
    say(
      faults === 0
        ? `All ${records.length} tiles on ${wallWindows} wall windows were live throughout.`
        : `${faults} faults; ${wallWindows} of ${expectedWindows} wall windows reported${outcome === 'console ended' ? '; the console ended by itself' : ''}.`,
    );
    failed = faults > 0;
    return failed && options.forMs !== null ? 1 : 0;
  } finally {
    await app?.close();
    await stage.close({ keepFolder: failed });
    if (failed) {
      say(`Logs are in ${path.join(stage.folder, 'logs')}`);
    }
  }
}

/** Waits for the wall windows and gives each a grid: all units on the first, four at a time on the others. Answers how many there are. */
async function arrangeWall(stage: Stage, atLeast: number): Promise<number> {
  const deadline = Date.now() + SHOWN_WITHIN_MS;
  let slots: SlotId[] = [];
  for (;;) {
    const { wall, feeds } = await stage.control.view();
    slots = wall.filter((slot) => slot.shown).map((slot) => slot.slotId);
    const live = feeds.filter((feed) => feed.tracks.some((track) => track.kind === 'video')).length;
    if (slots.length >= atLeast && live >= stage.members.length) {
      break;
    }
    if (Date.now() > deadline) {
      say(`After ${SHOWN_WITHIN_MS / 1_000} s only ${slots.length} of ${atLeast} wall windows and ${live} of ${stage.members.length} feeds are there.`);
      break;
    }
    await wait(500);
  }
  const unitIds = stage.members.map((member) => member.unitId);
  for (const [index, slotId] of slots.toSorted().entries()) {
    const overview = index === 0;
    const grid = overview ? gridFor(unitIds.length) : { columns: 2, rows: 2 };
    const first = overview ? 0 : (index - 1) * 4;
    const tiles = Array.from({ length: grid.columns * grid.rows }, (_, tile) => (overview ? unitIds[tile] : unitIds[(first + tile) % unitIds.length]) ?? null);
    await stage.control.showUnits({ slotId, ...grid, unitIds: tiles });
  }
  return Math.max(slots.length, atLeast);
}

type Watching = { stage: Stage; watch: TileWatch; forMs: number | null; stopped: () => boolean };

/** Samples until the time is over; the clock starts when the windows have had time to show the arrangement. */
async function watchTiles({ stage, watch, forMs, stopped }: Watching): Promise<'time is over' | 'interrupted' | 'console ended'> {
  const settleMs = 10_000;
  if ((await Promise.race([wait(settleMs), interrupted])) === 'interrupted') {
    return 'interrupted';
  }
  const deadline = forMs === null ? Number.POSITIVE_INFINITY : Date.now() + forMs;
  while (Date.now() < deadline) {
    if (stopped()) {
      return 'console ended';
    }
    try {
      watch.add(await stage.control.view(), await stage.control.reports());
    } catch (error) {
      say(`The hall did not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
    if ((await Promise.race([wait(SAMPLE_EVERY_MS), interrupted])) === 'interrupted') {
      return 'interrupted';
    }
  }
  return 'time is over';
}

/** A photograph of each display: where asked for, and always of virtual displays, which nobody can look at otherwise. */
async function photograph(options: DemoOptions, virtual: VirtualDisplays | null): Promise<void> {
  const folder = options.screenshotFolder ?? (virtual === null ? null : path.resolve('out/photographs'));
  if (folder === null) {
    return;
  }
  if (virtual === null) {
    say('Photographs are taken of virtual displays only; use the desktop’s own screenshot here.');
    return;
  }
  mkdirSync(folder, { recursive: true });
  for (const output of virtual.outputs) {
    const file = path.join(folder, `${output.name.toLowerCase()}.png`);
    await virtual.photograph(file, output.name);
    say(`Photograph of ${output.name}: ${file}`);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof DemoOptionError ? `${error.message}\n${DEMO_USAGE}` : error);
    process.exit(error instanceof DemoOptionError ? 2 : 1);
  },
);
