import { readdirSync, readFileSync } from 'node:fs';
import { wait, type Bench } from './bench.ts';
import { processTree, residentBytes, treePss } from './harness/processTree.ts';
import { slopeOf } from './report/slope.ts';
import type { Measure } from './report/measure.ts';

const SENDERS = 4;
const SIDE = 4;
const SOURCE = { widthPx: 320, heightPx: 180, framesPerSecond: 10 };
const BOUNDS = { x: 0, y: 0, width: 1_280, height: 720 };
const WINDOW = 'leak';
const SAMPLE_EVERY_MS = 10_000;
const RECONNECT_EVERY_MS = 60_000;
/** Share of the time that counts as warming up. */
const WARM_UP = 1 / 6;
const MIB = 1_024 * 1_024;

type Sample = Readonly<Record<'heap' | 'nodes' | 'peers' | 'transceivers' | 'page' | 'hall' | 'worker' | 'files', number>>;

/** What a wall of sixteen tiles keeps that it should not, when a tile changes every second and the connection every minute: growth an hour. */
export const leakBench: Bench = async ({ hall, minutes, say }) => {
  say(`leak: ${minutes} minutes of changes …`);
  const feeds = await hall.send({ units: SENDERS, source: SOURCE });
  const pages = await hall.openPages();
  const samples: { at: number; sample: Sample }[] = [];
  let changes = 0;
  try {
    await pages.open({ window: WINDOW, bounds: BOUNDS });
    await pages.call(WINDOW, 'openRestlessWall', { ...hall.access, feeds, columns: SIDE, rows: SIDE });
    const startedAt = Date.now();
    let reconnectedAt = startedAt;
    while (Date.now() - startedAt < minutes * 60_000) {
      await wait(SAMPLE_EVERY_MS);
      if (Date.now() - reconnectedAt > RECONNECT_EVERY_MS) {
        reconnectedAt = Date.now();
        await pages.call(WINDOW, 'reconnectRestlessWall');
        await wait(SAMPLE_EVERY_MS / 2);
      }
      const held = await pages.call(WINDOW, 'holdings');
      changes = held.changes;
      const workers = processTree(hall.hall.pid).filter((pid) => pid !== hall.hall.pid);
      samples.push({
        at: Date.now(),
        sample: {
          heap: held.heapBytes / MIB,
          nodes: held.nodes,
          peers: held.peers,
          transceivers: held.transceivers,
          page: (treePss(pages.pid) ?? 0) / MIB,
          hall: residentBytes(hall.hall.pid) / MIB,
          worker: workers.reduce((sum, pid) => sum + residentBytes(pid), 0) / MIB,
          files: openFiles(hall.hall.pid),
        },
      });
    }
  } finally {
    await pages.end();
    await hall.stopSending();
  }
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const row = (what: string, unit: string, name: keyof Sample): Measure => ({
    bench: 'leak',
    what: `${what}, growth over ${changes} changes`,
    unit: `${unit}/h`,
    ours: [slopeOf(warm.map(({ at, sample }) => ({ x: at / 3_600_000, y: sample[name] })))],
    peer: null,
  });
  return [
    row('JS heap', 'MiB', 'heap'),
    row('DOM nodes', '', 'nodes'),
    row('connections', '', 'peers'),
    row('m-lines', '', 'transceivers'),
    row('memory of the page’s processes', 'MiB', 'page'),
    row('memory of the hall', 'MiB', 'hall'),
    row('memory of the media workers', 'MiB', 'worker'),
    row('open files of the hall', '', 'files'),
    { bench: 'leak', what: 'm-lines at the end', unit: '', ours: [samples.at(-1)?.sample.transceivers ?? 0], peer: null },
  ];
};

function openFiles(pid: number): number {
  try {
    readFileSync(`/proc/${pid}/stat`);
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
