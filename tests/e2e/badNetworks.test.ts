import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaneConditions } from '../network/lane.ts';
import { lineFigures, recovery, type LineFigures } from '../network/lineFigures.ts';
import { startNetworkRig, type NetworkRig } from '../network/networkRig.ts';
import { until } from './rig/until.ts';

/** Until the sender has found what a new line carries. */
const SETTLE_MS = 12_000;
const MEASURE_MS = 15_000;

/** The whole table takes a quarter of an hour; every run takes its worst lines. */
const WHOLE = process.env['NETWORK_TABLE'] === 'whole';
const ALWAYS: ReadonlySet<string> = new Set(['150 kbit/s, 100 ms', '30 % lost', 'another network, without a pause']);
const chosen = <Row extends readonly [string, ...unknown[]]>(all: Row[]): Row[] => all.filter(([name]) => WHOLE || ALWAYS.has(name));
const LISTEN_MS = WHOLE ? 60_000 : 20_000;

let rig: NetworkRig;
const rows: Record<string, string | number>[] = [];
const faults: Record<string, string | number>[] = [];

beforeAll(async () => {
  rig = await startNetworkRig({ basePort: 28_000 });
});

afterAll(async () => {
  await rig?.close();
  console.table(rows);
  console.table(faults);
});

async function figuresOn(name: string, conditions: Partial<LaneConditions>): Promise<LineFigures & { quality: string }> {
  // Each line begins where a unit begins, not with what the last one has taught it.
  rig.relay.set({});
  await rig.sendAnew();
  let quality = '';
  await until('a unit that sends as on a good line', async () => ['clear', 'smooth'].includes((quality = (await rig.sending()).quality)), { withinMs: 60_000, everyMs: 500, describe: () => quality });
  rig.relay.set(conditions);
  await pass(SETTLE_MS);
  const fromAt = Date.now();
  const heard = await rig.listen(MEASURE_MS);
  // The ear takes a moment to be set up.
  const figures = lineFigures(heard, { fromAt: fromAt + 500, toAt: fromAt + MEASURE_MS });
  ({ quality } = await rig.sending());
  rows.push({
    line: name,
    'frames/s': Math.round(figures.framesPerSecond * 10) / 10,
    lines: heard.heightPx,
    'frozen %': Math.round(figures.frozenShare * 100),
    'tone %': Math.round(figures.toneShare * 100),
    'longest gap ms': Math.round(figures.longestToneGapMs),
    quality,
  });
  return { ...figures, quality };
}

const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a unit on a bad line', () => {
  it.each(chosen<[string, Partial<LaneConditions>, { tone: number; frames: number }]>([
    ['good', {}, { tone: 0.95, frames: 8 }],
    ['5 % lost', { lossShare: 0.05 }, { tone: 0.9, frames: 5 }],
    ['10 % lost, 100 ms', { lossShare: 0.1, delayMs: 100, jitterMs: 20 }, { tone: 0.9, frames: 2 }],
    ['1 Mbit/s, 100 ms', { rateKbit: 1_000, delayMs: 100 }, { tone: 0.9, frames: 5 }],
    ['300 kbit/s, 100 ms', { rateKbit: 300, delayMs: 100 }, { tone: 0.9, frames: 3 }],
    ['150 kbit/s, 100 ms', { rateKbit: 150, delayMs: 100 }, { tone: 0.85, frames: 1 }],
    ['500 ms', { delayMs: 500 }, { tone: 0.9, frames: 3 }],
    ['30 % lost', { lossShare: 0.3 }, { tone: 0.8, frames: 1 }],
    ['30 % lost in bursts of 3', { lossShare: 0.3, burstLength: 3 }, { tone: 0.6, frames: 0.3 }],
    ['30 % lost, 500 ms, 150 kbit/s', { lossShare: 0.3, delayMs: 500, rateKbit: 150 }, { tone: 0.5, frames: 0 }],
  ]))('keeps its sound intelligible and its picture alive: %s', async (name, conditions, least) => {
    const figures = await figuresOn(name, conditions);
    expect(figures.toneShare).toBeGreaterThanOrEqual(least.tone);
    expect(figures.framesPerSecond).toBeGreaterThanOrEqual(least.frames);
  });

  it.each(chosen<[string, () => Promise<number>]>([
    [
      'another network, without a pause',
      async () => {
        rig.relay.switchNetwork();
        return Date.now();
      },
    ],
    [
      'no network for 8 s, then another one',
      async () => {
        rig.relay.cut();
        await pass(8_000);
        rig.relay.switchNetwork();
        rig.relay.restore();
        return Date.now();
      },
    ],
    [
      'no network for 30 s, then the same one',
      async () => {
        rig.relay.cut();
        await pass(30_000);
        rig.relay.restore();
        return Date.now();
      },
    ],
  ]))('is back soon after: %s', async (name, happen) => {
    rig.relay.set({ delayMs: 40 });
    await pass(SETTLE_MS);
    const listening = rig.listen(LISTEN_MS);
    await pass(2_000);
    const overAt = await happen();
    const { toneMs, pictureMs } = recovery(await listening, overAt);
    faults.push({ fault: name, 'sound back ms': toneMs, 'picture back ms': pictureMs });
    expect(toneMs).toBeLessThan(15_000);
    expect(pictureMs).toBeLessThan(15_000);
  });
});
