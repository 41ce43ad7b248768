import { ensureBuilt } from '../../../scripts/build/ensureBuilt.ts';
import type { CastMember } from '../../../scripts/demo/cast.ts';
import { Stage } from '../../../scripts/demo/stage.ts';
import { startVirtualDisplays, type VirtualDisplays } from '../../../scripts/displays/startVirtualDisplays.ts';
import type { Fleet } from '../../../scripts/units/startFleet.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { ConsoleApp } from './consoleApp.ts';
import { until } from './until.ts';

export type HallRig = {
  readonly displays: VirtualDisplays;
  readonly stage: Stage;
  readonly fleet: Fleet;
  readonly console: ConsoleApp;
  close(): Promise<void>;
};

export type RigOptions = {
  readonly displays: number;
  readonly units: number;
  readonly pages: number;
  readonly basePort: number;
  /** Further switches for the console's Chromium. */
  readonly switches?: readonly string[];
  /** As of the stage. */
  readonly people?: readonly CastMember[];
  readonly databaseUrl?: string;
  readonly exercise?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
};

const say = (text: string) => console.log(text);

/** Four displays, a hall, its units and the console app, all real and all started here; each test file uses its own ports. */
export async function startHallRig(options: RigOptions): Promise<HallRig> {
  await ensureBuilt(say);
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).toReversed()) {
      await end();
    }
  };
  try {
    const displays = await startVirtualDisplays({ count: options.displays });
    closers.push(() => displays.close());
    const stage = await Stage.create({
      units: options.units,
      pages: options.pages,
      display: displays.display,
      basePort: options.basePort,
      ...(options.people === undefined ? {} : { people: options.people }),
      ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
      ...(options.exercise === undefined ? {} : { exercise: options.exercise }),
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      say,
    });
    closers.push(() => stage.close());
    const fleet = await stage.fleet();
    const app = await ConsoleApp.create({
      display: displays.display,
      environment: stage.consoleEnvironment(),
      logFile: `${stage.folder}/logs/console.log`,
      switches: options.switches ?? [],
    });
    closers.push(() => app.close());
    await app.desk();
    const slotIds = Array.from({ length: options.displays - 1 }, (_, index) => `wall-${index + 1}`);
    await app.untilWalls(slotIds);
    // A window is there before it has said so to the hall.
    await until('the hall to know every wall window', async () => (await stage.control.view()).wall.filter((slot) => slot.shown).length === slotIds.length, {
      withinMs: 30_000,
    });
    return { displays, stage, fleet, console: app, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits until every unit's picture is live in the hall. */
export async function untilFeedsLive(stage: Stage): Promise<void> {
  let live = 0;
  await until(
    'every unit to be live',
    async () => {
      const { feeds } = await stage.control.view();
      live = feeds.filter((feed) => feed.tracks.some((track) => track.kind === 'video')).length;
      return live === stage.members.length;
    },
    { withinMs: 60_000, everyMs: 250, describe: () => ({ live }) },
  );
}

/** Puts the first `columns × rows` units, from `first` on and round and round, on a slot. */
export function showFrom(stage: Stage, options: { slotId: string; columns: number; rows: number; first: number }): Promise<void> {
  const unitIds = Array.from(
    { length: options.columns * options.rows },
    (_, tile) => stage.members[(options.first + tile) % stage.members.length]!.unitId,
  );
  return stage.control.showUnits({ slotId: options.slotId as SlotId, columns: options.columns, rows: options.rows, unitIds });
}
