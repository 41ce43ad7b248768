import type { FeedId } from '#protocol/nouns/ids.ts';
import { interleaved, wait, type Bench } from './bench.ts';
import type { BenchHall } from './harness/benchHall.ts';
import type { PageHost } from './harness/pageHost.ts';
import { cpuPercent, readCpu } from './harness/processTree.ts';
import type { SentLayer } from './pages/sending.ts';
import type { WallLayers } from './pages/walls/wall.ts';
import type { Measure } from './report/measure.ts';

/** Two cameras of three layers (180, 360 and 720 lines), each seen as often as it takes: a consumer and a decoder a tile, two encoders in all. */
const SENDERS = 2;
/** Square walls, by their side. */
const SIDES = [4, 6, 8] as const;
const SOURCE = { widthPx: 1_280, heightPx: 720, framesPerSecond: 10 };
const BOUNDS = { x: 0, y: 0, width: 1_920, height: 1_080 };
const WINDOW = 'wall';
const TOP_LAYER_WITHIN_MS = 45_000;
const LAYERS_SETTLE_MS = 5_000;
const MEASURE_MS = 10_000;

type WallCost = {
  readonly wallCpu: number;
  readonly hallCpu: number;
  readonly kbitPerSecond: number;
  /** Of one tile, on average. */
  readonly shownPerSecond: number;
  readonly droppedPerSecond: number;
  readonly heightPx: number;
  readonly keyFramesPerSecond: number;
  readonly keyFramesAskedPerSecond: number;
  /** Of the top layer of a camera, by its encoder: no tile can show more. */
  readonly sentPerSecond: number;
};

/** What walls of 16, 36 and 64 tiles cost when each tile asks for the layer that fits it, and when each gets the largest. */
export const wallBench: Bench = async ({ hall, rounds, say }) => {
  say(`wall: ${SENDERS} simulcast cameras begin to send …`);
  const feeds = await hall.send({ units: SENDERS, source: SOURCE });
  await topLayers(hall, say);
  const pages = await hall.openPages();
  try {
    await pages.open({ window: WINDOW, bounds: BOUNDS });
    const measures: Measure[] = [];
    for (const side of SIDES) {
      measures.push(...await costOfWall({ hall, pages, feeds, side, rounds, say }));
    }
    return measures;
  } finally {
    await pages.end();
    await hall.stopSending();
  }
};

type WallOptions = { hall: BenchHall; pages: PageHost; feeds: readonly FeedId[]; side: number; rounds: number; say: (text: string) => void };

async function costOfWall({ hall, pages, feeds, side, rounds, say }: WallOptions): Promise<Measure[]> {
  const tiles = side * side;
  const costs: Record<WallLayers, WallCost[]> = { fitting: [], top: [] };
  await pages.call(WINDOW, 'openWall', { ...hall.access, feeds, receivers: tiles / SENDERS, columns: side, rows: side });
  const measured = async (layers: WallLayers) => {
    await pages.call(WINDOW, 'setWallLayers', { layers });
    await wait(LAYERS_SETTLE_MS);
    return costOf({ pages, hall, tiles });
  };
  await interleaved({
    rounds,
    ours: () => measured('fitting'),
    peer: () => measured('top'),
    each: (round, fitting, top) => {
      costs.fitting.push(fitting);
      costs.top.push(top);
      say(`wall of ${tiles}, ${round + 1}/${rounds}: fitting ${described(fitting)}; all top ${described(top)}`);
    },
  });
  const row = (what: string, unit: string, pick: (cost: WallCost) => number): Measure => ({
    bench: 'wall',
    what: `${tiles} tiles: ${what}`,
    unit,
    ours: costs.fitting.map(pick),
    peer: { name: 'all top layer', values: costs.top.map(pick) },
  });
  return [
    row('processor time of the wall', '% of a core', ({ wallCpu }) => wallCpu),
    // A wall that cannot keep up looks cheap until it is asked what it showed.
    row('processor time a shown frame', 'ms', ({ wallCpu, shownPerSecond }) => (wallCpu * 10) / (shownPerSecond * tiles)),
    row('processor time of the hall', '% of a core', ({ hallCpu }) => hallCpu),
    row('received', 'kbit/s', ({ kbitPerSecond }) => kbitPerSecond),
    row('picture height (median tile)', 'px', ({ heightPx }) => heightPx),
    row('frames shown a tile', '1/s', ({ shownPerSecond }) => shownPerSecond),
    row('frames sent by a camera, top layer', '1/s', ({ sentPerSecond }) => sentPerSecond),
    row('key frames a tile', '1/s', ({ keyFramesPerSecond }) => keyFramesPerSecond),
    row('key frames asked for by a tile', '1/s', ({ keyFramesAskedPerSecond }) => keyFramesAskedPerSecond),
    row('frames decoded and not shown', '1/s', ({ droppedPerSecond }) => droppedPerSecond),
  ];
}

/** Bandwidth estimation lets the largest layer in only after seconds. Without it there is nothing to compare. */
async function topLayers(hall: BenchHall, say: (text: string) => void): Promise<void> {
  const deadline = Date.now() + TOP_LAYER_WITHIN_MS;
  for (;;) {
    const layers = await sentLayers(hall);
    if (layers.filter(({ heightPx }) => heightPx === SOURCE.heightPx).length === SENDERS) {
      return;
    }
    if (Date.now() > deadline) {
      say(`wall: the cameras do not send their top layers on this machine now (they send ${layers.map(({ heightPx }) => heightPx).join(', ')} lines): the ratio will flatter the top-layer wall.`);
      return;
    }
    await wait(500);
  }
}

function sentLayers(hall: BenchHall): Promise<SentLayer[]> {
  const { host, window } = hall.senders;
  return host.call(window, 'sentLayers');
}

/** By name, for a busy machine makes its encoders shrink every layer. */
const isTop = ({ rid }: SentLayer) => rid === 'r2';

async function costOf({ pages, hall, tiles }: { pages: PageHost; hall: BenchHall; tiles: number }): Promise<WallCost> {
  const hallPid = hall.hall.pid;
  const topFrames = async () => (await sentLayers(hall)).filter(isTop).reduce((sum, { framesEncoded }) => sum + framesEncoded, 0);
  const before = { sent: await topFrames(), sight: await pages.call(WINDOW, 'wallSight'), wall: readCpu(pages.pid), hall: readCpu(hallPid), at: performance.now() };
  await wait(MEASURE_MS);
  const after = { wall: readCpu(pages.pid), hall: readCpu(hallPid), sight: await pages.call(WINDOW, 'wallSight'), sent: await topFrames(), at: performance.now() };
  const seconds = (after.at - before.at) / 1_000;
  const decoded = after.sight.framesDecoded - before.sight.framesDecoded;
  const dropped = after.sight.framesDropped - before.sight.framesDropped;
  return {
    wallCpu: cpuPercent(before.wall, after.wall),
    hallCpu: cpuPercent(before.hall, after.hall),
    kbitPerSecond: ((after.sight.bytes - before.sight.bytes) * 8) / 1_000 / seconds,
    keyFramesPerSecond: (after.sight.keyFrames - before.sight.keyFrames) / tiles / seconds,
    keyFramesAskedPerSecond: (after.sight.keyFramesAsked - before.sight.keyFramesAsked) / tiles / seconds,
    shownPerSecond: (decoded - dropped) / tiles / seconds,
    droppedPerSecond: dropped / seconds,
    sentPerSecond: (after.sent - before.sent) / SENDERS / seconds,
    heightPx: after.sight.heightsPx.toSorted((one, other) => one - other)[tiles / 2] ?? 0,
  };
}

function described({ wallCpu, kbitPerSecond, heightPx, shownPerSecond }: WallCost): string {
  return `${Math.round(wallCpu)} % of a core, ${Math.round(kbitPerSecond)} kbit/s, ${heightPx} lines, ${Math.round(shownPerSecond)} frames/s a tile`;
}
