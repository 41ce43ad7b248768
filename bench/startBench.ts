import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { slotId } from '#protocol/nouns/ids.ts';
import { ensureBuilt } from '../scripts/build/ensureBuilt.ts';
import { interleaved, wait, type Bench } from './bench.ts';
import type { BenchHall } from './harness/benchHall.ts';
import { treePss } from './harness/processTree.ts';
import { StartedApp } from './harness/startedApp.ts';
import type { PageMarks } from './harness/pageMarks.ts';
import type { Measure } from './report/measure.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const BARE = path.join(import.meta.dirname, 'harness/electron/bare.cjs');
/** One light camera, for the first live tile; it sends while the peer is measured too. */
const SOURCE = { widthPx: 320, heightPx: 180, framesPerSecond: 15 };
const SHOWN_WITHIN_MS = 60_000;
/** Until garbage is collected and caches are written. */
const SETTLE_MS = 8_000;
const WALL_SLOT = slotId.parse('wall-1');
const MB = 1_000_000;

const SELECTORS = {
  deskInStep: '[data-synced="true"]',
  wallPlaced: '[data-stage="grid"] [data-tile-key]',
  liveTile: '[data-stage] [data-tile-key][data-state="live"]',
};

type Start = {
  /** Ms from the spawn. */
  readonly firstPaintMs: number;
  /** Of the product only. */
  readonly product: Omit<ReturnType<typeof productTimes>, 'firstPaintMs'> | null;
  /** MB, idle: with one window, and with two; NaN for what was not or could not be looked at. The product always has two. */
  readonly pss: { readonly one: number; readonly two: number };
};

/** From the spawn of the console to its first picture, and what it holds when nothing is on show. */
export const startBench: Bench = async ({ hall, rounds, say }) => {
  await ensureBuilt(say);
  say('start: one unit begins to send …');
  await hall.send({ units: 1, source: SOURCE });
  const starts: { ours: Start; peer: Start }[] = [];
  try {
    say('start: the first start of each makes its profile and is not counted …');
    await startBare(hall);
    await startConsole(hall);
    await interleaved({
      rounds,
      ours: () => startConsole(hall),
      peer: () => startBare(hall),
      each: (round, ours, peer) => {
        starts.push({ ours, peer });
        const live = Math.round(ours.product?.liveTileMs ?? 0);
        say(`start ${round + 1}/${rounds}: desk ${Math.round(ours.firstPaintMs)} ms, live tile ${live} ms, ${Math.round(ours.pss.two)} MB; bare ${Math.round(peer.firstPaintMs)} ms, ${Math.round(peer.pss.one)} MB`);
      },
    });
  } finally {
    await hall.stopSending();
  }
  const painted = { name: 'bare Electron, first paint', values: starts.map(({ peer }) => peer.firstPaintMs) };
  const time = (what: string, pick: (start: Start) => number | undefined): Measure => ({
    bench: 'start',
    what,
    unit: 'ms',
    ours: starts.map(({ ours }) => pick(ours) ?? Number.NaN),
    peer: painted,
  });
  const memory = (name: string, pick: (start: Start) => number): Measure => ({
    bench: 'start',
    what: 'memory, desk and one wall window idle (PSS)',
    unit: 'MB',
    ours: starts.map(({ ours }) => ours.pss.two),
    peer: { name, values: starts.map(({ peer }) => pick(peer)) },
  });
  const seen = starts.every(({ ours, peer }) => Number.isFinite(ours.pss.two + peer.pss.one + peer.pss.two));
  if (!seen) {
    say('start: this user may not look into sandboxed processes: no figures of memory.');
  }
  return [
    time('spawn → desk painted', ({ firstPaintMs }) => firstPaintMs),
    time('spawn → desk in step with the hall', ({ product }) => product?.deskInStepMs),
    time('spawn → wall painted', ({ product }) => product?.wallPaintMs),
    time('spawn → wall tiles placed', ({ product }) => product?.wallPlacedMs),
    time('spawn → first live wall tile', ({ product }) => product?.liveTileMs),
    ...(seen ? [memory('bare Electron, 1 window', ({ pss }) => pss.one), memory('bare Electron, 2 windows', ({ pss }) => pss.two)] : []),
  ];
};

function secretFile(hall: BenchHall, name: string, content: string): string {
  const file = path.join(hall.folder, name);
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

async function startConsole(hall: BenchHall): Promise<Start> {
  await setWall(hall, 'unit');
  const tokenFile = secretFile(hall, 'console.token', hall.consoleToken);
  const personTokenFile = secretFile(hall, 'person.token', hall.personToken);
  const userData = profile(hall, 'console');
  const app = await StartedApp.create({
    app: ROOT,
    display: hall.displays.display,
    userData,
    environment: {
      CONSOLE_HALL_URL: hall.hall.address.url,
      CONSOLE_CA_FINGERPRINT: hall.hall.address.caFingerprint,
      CONSOLE_TOKEN_FILE: tokenFile,
      CONSOLE_PERSON_TOKEN_FILE: personTokenFile,
      CONSOLE_USER_DATA: userData,
    },
    selectors: SELECTORS,
    log: (message) => hall.log(`console: ${message}`),
  });
  try {
    const times = (pages: readonly PageMarks[]) => productTimes(pages, app.spawnedAt);
    const pages = await app.until((all) => Object.values(times(all)).every(Number.isFinite), { withinMs: SHOWN_WITHIN_MS });
    const { firstPaintMs, ...product } = times(pages);
    await setWall(hall, 'empty');
    await wait(SETTLE_MS);
    return { firstPaintMs, product, pss: { one: Number.NaN, two: megabytes(app.pid) } };
  } finally {
    await app.close();
  }
}

/** NaN for what has not come yet. */
function productTimes(pages: readonly PageMarks[], spawnedAt: number) {
  const since = (place: string, at: (page: PageMarks) => number | undefined) =>
    (earliest(pages.filter(({ url }) => url.includes(place)), at) ?? Number.NaN) - spawnedAt;
  return {
    firstPaintMs: since('/console/', (page) => page.firstPaintAt),
    deskInStepMs: since('/console/', (page) => page.marks['deskInStep']),
    wallPaintMs: since('/wall/', (page) => page.firstPaintAt),
    wallPlacedMs: since('/wall/', (page) => page.marks['wallPlaced']),
    liveTileMs: since('/wall/', (page) => page.marks['liveTile']),
  };
}

async function startBare(hall: BenchHall): Promise<Start> {
  const app = await StartedApp.create({
    app: BARE,
    display: hall.displays.display,
    userData: profile(hall, 'bare'),
    selectors: {},
    log: (message) => hall.log(`bare: ${message}`),
  });
  try {
    const painted = (count: number) => (pages: readonly PageMarks[]) => pages.filter((page) => page.firstPaintAt !== undefined).length >= count;
    const pages = await app.until(painted(1), { withinMs: SHOWN_WITHIN_MS });
    await wait(SETTLE_MS);
    const one = megabytes(app.pid);
    app.tell('another');
    await app.until(painted(2), { withinMs: SHOWN_WITHIN_MS });
    await wait(SETTLE_MS / 2);
    return {
      firstPaintMs: (earliest(pages, (page) => page.firstPaintAt) ?? Number.NaN) - app.spawnedAt,
      product: null,
      pss: { one, two: megabytes(app.pid) },
    };
  } finally {
    await app.close();
  }
}

function megabytes(pid: number): number {
  const bytes = treePss(pid);
  return bytes === null ? Number.NaN : bytes / MB;
}

/** A profile outlives its start, as it does for a user. */
function profile(hall: BenchHall, name: string): string {
  const folder = path.join(hall.folder, 'profiles', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** One tile with the unit that sends, or an empty one. Before the first wall window there is no slot; then the hall deals by itself. */
async function setWall(hall: BenchHall, content: 'unit' | 'empty'): Promise<void> {
  const { wall } = await hall.control.view();
  if (wall.some((slot) => slot.slotId === WALL_SLOT)) {
    await hall.control.showUnits({ slotId: WALL_SLOT, columns: 1, rows: 1, unitIds: [content === 'unit' ? hall.firstUnitId : null] });
  }
}

function earliest(pages: readonly PageMarks[], at: (page: PageMarks) => number | undefined): number | null {
  const moments = pages.flatMap((page) => at(page) ?? []);
  return moments.length === 0 ? null : Math.min(...moments);
}
