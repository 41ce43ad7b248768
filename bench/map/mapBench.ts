import { startVirtualDisplays } from '../../scripts/displays/startVirtualDisplays.ts';
import { electronRuntime } from '../../scripts/setup/index.mjs';
import { interleaved, wait } from '../bench.ts';
import { PageHost } from '../harness/pageHost.ts';
import { startPageServer } from '../harness/pageServer.ts';
import { cpuPercent, readCpu } from '../harness/processTree.ts';
import { quantile, type Measure } from '../report/measure.ts';

const WINDOW = 'map';
const BOUNDS = { x: 0, y: 0, width: 1_600, height: 900 };
const WARM_MS = 1_500;
const MEASURE_MS = 4_000;
const OPEN = { withinMs: 90_000 };
/** Street: every unit has its own marker, and a drive of a second is one and a half pixels. Province: groups, and no drive shows. */
const SCENES = [
  { name: 'street', zoom: 13 },
  { name: 'province', zoom: 7.5 },
] as const;
const COUNTS = [1_000, 10_000, 50_000] as const;

/** Chromium's remarks about drawing without a card: the renderer's name says that already. */
const isNews = (text: string): boolean => !/GroupMarkerNotSet|GL Driver Message/.test(text);

type Figures = { readonly updateMs: number; readonly gapP50Ms: number; readonly gapP99Ms: number; readonly framesPerSecond: number; readonly cpuPercent: number };

/** Units moving once a second on the product's map, and the same on the same basemap as a GeoJSON source of MapLibre. One page, one Electron, in turn. */
export async function mapBench({ rounds, say }: { readonly rounds: number; readonly say: (text: string) => void }): Promise<Measure[]> {
  say('map: bundling the pages …');
  const pages = await startPageServer();
  const displays = await startVirtualDisplays({ count: 1 });
  const host = await PageHost.create({ electron: electronRuntime().executable, display: displays.display, origin: pages.origin, caFingerprint: '', log: (text) => isNews(text) && say(`map: ${text}`) });
  const measures: Measure[] = [];
  const measured = async (open: () => Promise<unknown>): Promise<Figures> => {
    await open();
    await wait(WARM_MS);
    const before = readCpu(host.pid);
    const { updatesMs, gapsMs } = await host.call(WINDOW, 'measureMap', { forMs: MEASURE_MS });
    const spent = cpuPercent(before, readCpu(host.pid));
    await host.call(WINDOW, 'closeMap');
    return {
      updateMs: quantile(updatesMs, 0.5),
      gapP50Ms: quantile(gapsMs, 0.5),
      gapP99Ms: quantile(gapsMs, 0.99),
      framesPerSecond: (gapsMs.length * 1_000) / gapsMs.reduce((sum, gap) => sum + gap, 0),
      cpuPercent: spent,
    };
  };
  try {
    await host.open({ window: WINDOW, bounds: BOUNDS });
    say(`map: drawn by ${await host.call(WINDOW, 'mapRenderer')}. Without a graphics card the figures are those of a processor that draws.`);
    for (const { name, zoom } of SCENES) {
      for (const units of COUNTS) {
        const ours: Figures[] = [];
        const peer: Figures[] = [];
        await interleaved({
          rounds,
          ours: () => measured(() => host.call(WINDOW, 'openHallMap', { zoom, units }, OPEN)),
          peer: () => measured(() => host.call(WINDOW, 'openGeojsonMap', { zoom, units }, OPEN)),
          each: (round, one, other) => {
            ours.push(one);
            peer.push(other);
            say(`map ${round + 1}/${rounds}, ${name}, ${units} units: update ${one.updateMs.toFixed(1)} ms (GeoJSON ${other.updateMs.toFixed(1)}), gap p99 ${Math.round(one.gapP99Ms)} ms (${Math.round(other.gapP99Ms)})`);
          },
        });
        const row = (what: string, unit: string, pick: (figures: Figures) => number): Measure => ({
          bench: 'map',
          what: `${name}, ${units} units: ${what}`,
          unit,
          ours: ours.map(pick),
          peer: { name: 'MapLibre GeoJSON', values: peer.map(pick) },
        });
        measures.push(
          row('own work on the main thread per update', 'ms', ({ updateMs }) => updateMs),
          row('frame gap, p50', 'ms', ({ gapP50Ms }) => gapP50Ms),
          row('frame gap, p99', 'ms', ({ gapP99Ms }) => gapP99Ms),
          row('frames', '1/s', ({ framesPerSecond }) => framesPerSecond),
          row('processor', '% of a core', (figures) => figures.cpuPercent),
        );
      }
    }
  } finally {
    await host.end();
    await displays.close();
    pages.close();
  }
  return measures;
}
