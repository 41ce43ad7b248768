import { readFileSync } from 'node:fs';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { interleaved, wait, type Bench } from './bench.ts';
import type { BenchHall } from './harness/benchHall.ts';
import type { PageHost } from './harness/pageHost.ts';
import { processTree } from './harness/processTree.ts';
import type { Measure } from './report/measure.ts';

const SENDERS = 4;
const RECEIVERS = 4;
const TILES = SENDERS * RECEIVERS;
const SOURCE = { widthPx: 640, heightPx: 360, framesPerSecond: 10 };
const BOUNDS = { x: 0, y: 0, width: 1_280, height: 720 };
const WINDOW = 'failover';
const SETTLE_MS = 6_000;
/** A client that waits for ICE needs half a minute, and may need a second attempt. */
const BACK_WITHIN_MS = 120_000;

const HARMS = {
  'media worker killed': async ({ hall }: BenchHall) => {
    // The oldest is one at work: the standby is the youngest.
    const worker = processTree(hall.pid).find((pid) => commandOf(pid).includes('mediasoup-worker'));
    if (worker === undefined) {
      throw new Error('the hall has no media worker');
    }
    const at = Date.now();
    process.kill(worker, 'SIGKILL');
    return at;
  },
  'hall killed and started again': async ({ hall }: BenchHall) => {
    await hall.kill();
    const at = Date.now();
    await hall.restart();
    return at;
  },
};
type Harm = keyof typeof HARMS;

/** How long sixteen tiles are without a fresh picture when something dies, beside a client that waits for its connection to fail. */
export const failoverBench: Bench = async ({ hall, rounds, say }) => {
  say(`failover: ${SENDERS} cameras begin to send …`);
  const feeds = await hall.send({ units: SENDERS, source: SOURCE });
  const pages = await hall.openPages();
  const measures: Measure[] = [];
  try {
    await pages.open({ window: WINDOW, bounds: BOUNDS });
    for (const harm of Object.keys(HARMS) as Harm[]) {
      const ours: number[] = [];
      const peer: number[] = [];
      await interleaved({
        rounds,
        ours: () => timeToFresh({ hall, pages, feeds, harm, wall: 'openWall' }),
        peer: () => timeToFresh({ hall, pages, feeds, harm, wall: 'openPatientWall' }),
        each: (round, own, other) => {
          ours.push(own);
          peer.push(other);
          say(`failover ${round + 1}/${rounds}: ${harm}: ${Math.round(own)} ms; waiting for ICE ${Math.round(other)} ms`);
        },
      });
      measures.push({ bench: 'failover', what: `${TILES} tiles: ${harm} → last tile fresh`, unit: 'ms', ours, peer: { name: 'waits for ICE to fail', values: peer } });
    }
    return measures;
  } finally {
    await pages.end();
    await hall.stopSending();
  }
};

async function timeToFresh({ hall, pages, feeds, harm, wall }: { hall: BenchHall; pages: PageHost; feeds: readonly FeedId[]; harm: Harm; wall: 'openWall' | 'openPatientWall' }): Promise<number> {
  const grid = { ...hall.access, feeds, receivers: RECEIVERS, columns: 4, rows: 4 };
  await pages.call(WINDOW, wall, grid);
  await pages.call(WINDOW, 'untilTilesFresh', { tiles: TILES, at: Date.now() });
  await wait(SETTLE_MS);
  const at = await HARMS[harm](hall);
  const tookMs = await pages.call(WINDOW, 'untilTilesFresh', { tiles: TILES, at }, { withinMs: BACK_WITHIN_MS });
  await pages.call(WINDOW, wall === 'openWall' ? 'closeWall' : 'closePatientWall');
  return tookMs;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
