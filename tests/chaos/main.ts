/** `npm run chaos -- --minutes 10`: a whole hall with a wall, to which things happen; ends with what they came to. */
import { parseArgs } from 'node:util';
import { startHallRig, showFrom, untilFeedsLive, type HallRig } from '../e2e/rig/hallRig.ts';
import { seeWalls } from '../e2e/rig/look.ts';
import { OwnNetwork } from './ownNetwork.ts';
import { chooseFault, type ChaosStage } from './faults.ts';
import { describeRun, type Happening } from './report.ts';
import { seededRandom } from './random.ts';
import { faultOf, TileJudge } from './tileJudge.ts';

const USAGE = `npm run chaos -- [--minutes 10] [--seed N] [--units 8]
Starts a hall, simulated units and a console with three wall displays, and lets things happen to them by chance. Exit code 1 when a tile
showed something wrong for more than five seconds without saying so, or did not come back.`;
const DISPLAYS = 4;
const BASE_PORT = 27_200;
/** After this long everything must be back, ms. */
const BACK_WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 400;

const wait = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs));

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' }, units: { type: 'string' }, help: { type: 'boolean' } } });
  const minutes = Number(values.minutes ?? 10);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const units = Number(values.units ?? 8);
  if (values.help === true || !(minutes > 0) || !Number.isInteger(seed) || !(Number.isInteger(units) && units >= 2 && units <= 64)) {
    console.log(USAGE);
    return values.help === true ? 0 : 2;
  }
  const inside = await OwnNetwork.enter();
  if (typeof inside === 'number') {
    return inside;
  }
  const network = inside;
  if (network === null) {
    console.log('The network will not be cut: that needs root, `ip netns` and `nft` (Debian: iproute2, nftables).');
  }
  let rig: HallRig | null = null;
  try {
    rig = await startHallRig({ displays: DISPLAYS, units, pages: 2, basePort: BASE_PORT });
    await untilFeedsLive(rig.stage);
    const slotIds = new Set(Array.from({ length: DISPLAYS - 1 }, (_, index) => `wall-${index + 1}`));
    for (const [index, slotId] of [...slotIds].entries()) {
      await showFrom(rig.stage, { slotId, columns: 4, rows: 3, first: index * 3 });
    }
    console.log(`Seed ${seed}: ${minutes} minutes with ${units} units on ${slotIds.size} displays.`);
    return await run({ rig, network, random: seededRandom(seed), slotIds }, minutes * 60_000);
  } finally {
    await rig?.close();
    network?.close();
  }
}

async function run(stage: ChaosStage, forMs: number): Promise<number> {
  const judge = new TileJudge();
  const ending = new AbortController();
  const looking = keepLooking(stage, judge, ending.signal);
  const happenings: Happening[] = [];
  await untilBack(stage);
  const endAt = Date.now() + forMs;
  while (Date.now() < endAt) {
    const first = chooseFault(stage.random, new Set(stage.network === null ? ['the network to the hall is cut'] : []));
    // Misfortunes never come singly, but nobody unplugs a display of a hall that is away to see what happens.
    const together = stage.random.fraction() < 0.25 ? [first, chooseFault(stage.random, new Set([first.name, 'a display is unplugged and plugged in again', 'a display gets another layout', 'the network to the hall is cut']))] : [first];
    const outcomes = await Promise.allSettled(together.map((fault) => fault.happen(stage)));
    const backAfterMs = await untilBack(stage);
    for (const [index, { name }] of together.entries()) {
      const outcome = outcomes[index];
      happenings.push({ name, backAfterMs, problem: outcome?.status === 'rejected' ? String(outcome.reason) : null });
    }
    console.log(`${together.map(({ name }) => name).join(' and ')}: ${backAfterMs === null ? 'NOT BACK' : `${(backAfterMs / 1_000).toFixed(1)} s`}`);
    await wait(stage.random.between(0, 3_000));
  }
  ending.abort();
  await looking;
  const reports = await stage.rig.stage.control.reports();
  const wrong = judge.verdict();
  console.log(`\n${describeRun({ happenings, wrong, looks: judge.looks, reports })}`);
  return wrong.length === 0 && happenings.every(({ backAfterMs, problem }) => backAfterMs !== null && problem === null) ? 0 : 1;
}

async function keepLooking({ rig, slotIds }: ChaosStage, judge: TileJudge, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const windows = await rig.console.readWalls(() => null, null).catch(() => []);
    const recovering = await rig.console.recoveringSlots().catch(() => []);
    const tiles = await seeWalls(rig.console).catch(() => []);
    judge.look(Date.now(), tiles, [...slotIds], new Set([...windows.map(({ slotId }) => slotId), ...recovering]));
    await wait(LOOK_EVERY_MS);
  }
}

/** How long after now every tile shows a new picture and nothing wrong; null when some never does. */
async function untilBack({ rig, slotIds }: ChaosStage): Promise<number | null> {
  const startedAt = Date.now();
  while (Date.now() - startedAt < BACK_WITHIN_MS) {
    const tiles = await seeWalls(rig.console).catch(() => []);
    const shown = tiles.filter(({ unitId }) => unitId !== '');
    if (new Set(shown.map(({ slotId }) => slotId)).size === slotIds.size && shown.every((tile) => tile.state === 'live' && faultOf(tile) === null && (tile.capturedAt ?? Infinity) > startedAt)) {
      return Date.now() - startedAt;
    }
    await wait(100);
  }
  return null;
}

process.exitCode = await main();
