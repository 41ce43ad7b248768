import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { HallProcess } from '../../scripts/demo/hallProcess.ts';
import { interleaved } from '../bench.ts';
import { AskedChild } from '../harness/askedChild.ts';
import { ownUntilEnded } from '../harness/endChild.ts';
import { cpuPercent, readCpu, residentBytes } from '../harness/processTree.ts';
import type { Measure } from '../report/measure.ts';
import type { HallConsoleAsks } from './hallConsoles.ts';
import type { HallUnitAsks } from './hallUnits.ts';
import type { Received } from './received.ts';
import type { SocketIoConsoleAsks } from './socketIoConsoles.ts';
import type { SocketIoServerAsks } from './socketIoServer.ts';
import type { SocketIoUnitAsks } from './socketIoUnits.ts';
import { makeTelemetryWorld } from './telemetryWorld.ts';

/** Beside the ports of the demo, the tests and the other benches. */
const BASE_PORT = 22_700;
const UNITS = 10_000;
const FEW_UNITS = 1_000;
const CONSOLES = 20;
const MEASURED_MS = 3_000;
/** What is under way at the end must have come by then. */
const SETTLED_WITHIN_MS = 10_000;
const BETWEEN_MS = 700;
/** On a machine that is busy with other things not all units come in; the figures then say for how many they are. */
const ENTERED_WITHIN_MS = 60_000;

type Run = { readonly rounds: number; readonly say: (text: string) => void };
/** One side: drives so many units, and tells what the consoles got and what it cost. */
type Side = (units: number, options: { told: boolean }) => Promise<Phase>;
type Compared = Phase & { readonly tellingUs: number };
type Phase = Received & { readonly sent: number; readonly cpuPercent: number; readonly cpuUs: number };

/** The units' positions on their way to the consoles. */
export async function telemetryBench({ rounds, say }: Run): Promise<Measure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-telemetry-'));
  const storageDir = path.join(folder, 'storage');
  mkdirSync(storageDir);
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).toReversed()) {
      await end();
    }
  };
  const letGo = ownUntilEnded(close);
  const child = <Asks extends Readonly<Record<string, (input: never) => unknown>>>(file: string) => {
    const started = AskedChild.create<Asks>(path.join(import.meta.dirname, file));
    closers.push(() => started.close());
    return started;
  };
  try {
    say(`telemetry: a hall with ${UNITS} units …`);
    const world = await makeTelemetryWorld(storageDir, { units: UNITS, consoles: CONSOLES + 1 });
    const hall = await HallProcess.create({ storageDir, logFile: path.join(folder, 'hall.log'), port: BASE_PORT, mediaBasePort: BASE_PORT + 100, ingestPortFrom: BASE_PORT + 200, workers: 1 });
    closers.push(() => hall.close());
    const { url, caPem } = hall.address;

    const server = child<SocketIoServerAsks>('socketIoServer.ts');
    const peerPlace = { url: `https://127.0.0.1:${await server.ask('listen', { storageDir })}`, caPem };
    const [peerUnits, peerConsoles] = [child<SocketIoUnitAsks>('socketIoUnits.ts'), child<SocketIoConsoleAsks>('socketIoConsoles.ts')];
    await peerUnits.ask('enter', peerPlace);
    await peerConsoles.ask('enter', { ...peerPlace, consoles: CONSOLES });

    const [units, consoles] = [child<HallUnitAsks>('hallUnits.ts'), child<HallConsoleAsks>('hallConsoles.ts')];
    const settle = async () => consoles.ask('settle', { newest: await units.ask('newest', undefined), withinMs: SETTLED_WITHIN_MS });
    const enter = async (from: number, until: number) => {
      const enteringAt = performance.now();
      const present = await units.ask('enter', { url, caPem, tokens: world.unitTokens.slice(from, until), withinMs: ENTERED_WITHIN_MS });
      say(`telemetry: ${present} of ${until} units are in after ${Math.round((performance.now() - enteringAt) / 1_000)} s`);
      // Everyone is somewhere before anything is measured.
      await units.ask('drive', { units: present, forMs: 1_000 });
      await settle();
      return present;
    };
    await consoles.ask('follow', { url, caPem, tokens: world.consoleTokens });

    const ours = sideOf({ pid: hall.pid, units, consoles });
    const theirs = sideOf({ pid: server.pid, units: peerUnits, consoles: peerConsoles });
    const measures = await compare({ units: await enter(0, FEW_UNITS), ours, theirs, rounds, say });
    await settle();
    const all = await enter(FEW_UNITS, UNITS);
    const residentBefore = residentBytes(hall.pid);
    measures.push(...(await compare({ units: all, ours, theirs, rounds, say })));
    await settle();
    say(`telemetry: the hall's memory grew by ${Math.round((residentBytes(hall.pid) - residentBefore) / 1_048_576)} MB, one console of it never reading`);
    await close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    return measures;
  } catch (error) {
    await close();
    throw new Error(`${error instanceof Error ? error.message : String(error)}; the hall and its log are in ${folder}`, { cause: error });
  } finally {
    letGo();
  }
}

type Units = Pick<AskedChild<Pick<HallUnitAsks, 'drive'>>, 'ask'>;
type Consoles = Pick<AskedChild<Pick<HallConsoleAsks, 'follows' | 'restart' | 'result'>>, 'ask'>;

function sideOf({ pid, units, consoles }: { pid: number; units: Units; consoles: Consoles }): Side {
  return async (count, { told }) => {
    await consoles.ask('follows', told);
    // Past the batch that has everything.
    await wait(BETWEEN_MS);
    await consoles.ask('restart', undefined);
    const before = readCpu(pid);
    const sent = await units.ask('drive', { units: count, forMs: MEASURED_MS });
    const received = await consoles.ask('result', { expected: told ? sent * CONSOLES : 0, withinMs: SETTLED_WITHIN_MS });
    const after = readCpu(pid);
    const percent = cpuPercent(before, after);
    return { ...received, sent, cpuPercent: percent, cpuUs: (percent / 100) * (after.readAt - before.readAt) * 1_000 };
  };
}

async function compare({ units, ours, theirs, rounds, say }: Run & { units: number; ours: Side; theirs: Side }): Promise<Measure[]> {
  const [mine, others]: [Compared[], Compared[]] = [[], []];
  await interleaved({
    rounds,
    ours: () => withAndWithout(ours, units),
    peer: () => withAndWithout(theirs, units),
    each: (round, own, peer) => {
      mine.push(own);
      others.push(peer);
      say(`telemetry, ${units} units, ${round + 1}/${rounds}: ${described(own)}; socket.io: ${described(peer)}`);
    },
  });
  const row = (what: string, unit: string, pick: (phase: Compared) => number): Measure => ({
    bench: 'telemetry', what: `${units} units: ${what}`, unit, ours: mine.map(pick), peer: { name: 'JSON, socket.io', values: others.map(pick) },
  });
  return [
    row('server for an update, telling it alone', 'µs', ({ tellingUs, updates }) => tellingUs / updates),
    row('server for an update, taking fixes in and all', 'µs', ({ cpuUs, updates }) => cpuUs / updates),
    row('server', '% of a core', (phase) => phase.cpuPercent),
    row('bytes for an update', 'B', ({ bytes, updates }) => bytes / updates),
    row('p50 from fix to console', 'ms', ({ p50Ms }) => p50Ms),
    row('p99 from fix to console', 'ms', ({ p99Ms }) => p99Ms),
    row('delivered', '%', ({ updates, sent }) => (updates * 100) / (sent * CONSOLES)),
  ];
}

/** With the consoles, and what the server spent more than without anyone to tell, processor time for processor time of as many fixes. */
async function withAndWithout(side: Side, units: number): Promise<Compared> {
  const untold = await side(units, { told: false });
  const told = await side(units, { told: true });
  return { ...told, tellingUs: Math.max(0, told.cpuUs - (untold.cpuUs * told.sent) / untold.sent) };
}

function described({ updates, sent, cpuPercent: percent, p50Ms, p99Ms, bytes }: Phase): string {
  return `${percent.toFixed(0)} %, p50 ${p50Ms} ms, p99 ${p99Ms} ms, ${(bytes / updates).toFixed(1)} B, ${((updates * 100) / (sent * CONSOLES)).toFixed(1)} % delivered`;
}
