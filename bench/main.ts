/** `npm run bench`: measures the running product against a peer that runs beside it, and prints a table. It judges nothing. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Bench } from './bench.ts';
import { failoverBench } from './failoverBench.ts';
import { followBench } from './follow/followBench.ts';
import { glassBench } from './glassBench.ts';
import { BenchHall } from './harness/benchHall.ts';
import { endOwnChildren } from './harness/endChild.ts';
import { ingestsBench } from './ingests/ingestsBench.ts';
import { joinBench } from './joinBench.ts';
import { leakBench } from './leakBench.ts';
import { logBench } from './logBench.ts';
import { mapBench } from './map/mapBench.ts';
import { BENCH_USAGE, BenchOptionError, readBenchOptions, type BenchName } from './options.ts';
import { ratioOf, spreadOf, type Measure } from './report/measure.ts';
import { describeMeasures } from './report/table.ts';
import { sfuBench } from './sfu/sfuBench.ts';
import { sosBench } from './sosBench.ts';
import { startBench } from './startBench.ts';
import { talkBench } from './talkBench.ts';
import { telemetryBench } from './telemetry/telemetryBench.ts';
import { wallBench } from './wallBench.ts';

/** These stand for themselves: they need no hall of the others', and start what they measure. */
const OWN_BENCHES = { log: logBench, follow: followBench, telemetry: telemetryBench, map: mapBench, sfu: sfuBench, ingests: ingestsBench };
type OwnBenchName = keyof typeof OWN_BENCHES;
const BENCHES: Readonly<Record<Exclude<BenchName, OwnBenchName>, Bench>> = { join: joinBench, glass: glassBench, wall: wallBench, failover: failoverBench, start: startBench, talk: talkBench, sos: sosBench, leak: leakBench };

const say = (text: string) => console.log(text);

async function main(): Promise<number> {
  const options = readBenchOptions(process.argv.slice(2));
  const startedAt = Date.now();
  const loadBefore = machineLoad();
  const stopped = new Promise<'stopped'>((resolve) => {
    process.once('SIGINT', () => resolve('stopped'));
    process.once('SIGTERM', () => resolve('stopped'));
  });
  const { rounds, minutes } = options;
  let hall: BenchHall | undefined;
  const run = async (name: BenchName): Promise<Measure[]> => {
    if (isOwn(name)) {
      return OWN_BENCHES[name]({ rounds, say });
    }
    hall ??= await BenchHall.create({ say });
    return BENCHES[name]({ hall, rounds, minutes, say });
  };
  const measures: Measure[] = [];
  const failures: string[] = [];
  try {
    for (const name of options.names) {
      try {
        const outcome = await Promise.race([run(name), stopped]);
        if (outcome === 'stopped') {
          failures.push(`${name} was stopped by hand`);
          break;
        }
        measures.push(...outcome);
      } catch (error) {
        failures.push(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
        say(failures.at(-1) ?? '');
      }
    }
  } finally {
    await endOwnChildren();
    await hall?.close({ keepFolder: failures.length > 0 });
  }
  const machine = { cores: availableParallelism(), processor: cpus()[0]?.model ?? 'unknown', loadBefore, loadAfter: machineLoad() };
  const tookS = Math.round((Date.now() - startedAt) / 1_000);
  say(`\n${describeMeasures(measures)}\n`);
  say(`${options.rounds} rounds in ${tookS} s; ratios are taken round by round, then their median. Below 1 is less than the peer.`);
  say(`${machine.cores} cores (${machine.processor}); load ${machine.loadBefore} before, ${machine.loadAfter} after.`);
  if (options.jsonFile !== null) {
    const rows = measures.map((measure) => ({ ...measure, median: spreadOf(measure.ours), ratio: ratioOf(measure) }));
    writeFileSync(options.jsonFile, `${JSON.stringify({ startedAt, tookS, rounds: options.rounds, machine, failures, measures: rows }, null, 2)}\n`);
    say(`Written to ${options.jsonFile}`);
  }
  for (const failure of failures) {
    say(failure);
  }
  if (failures.length > 0) {
    say(hall === undefined ? 'There was no hall.' : `Logs are in ${hall.folder}`);
  }
  return failures.length > 0 ? 1 : 0;
}

function isOwn(name: BenchName): name is OwnBenchName {
  return Object.hasOwn(OWN_BENCHES, name);
}

/** Over the last minute. More than a little before the run means that the figures are not this program's alone. */
function machineLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof BenchOptionError ? `${error.message}\n${BENCH_USAGE}` : error);
    process.exit(error instanceof BenchOptionError ? 2 : 1);
  },
);
