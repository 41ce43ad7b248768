import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AskedChild } from '../harness/askedChild.ts';
import { ownUntilEnded } from '../harness/endChild.ts';
import { cpuPercent, readCpu } from '../harness/processTree.ts';
import type { Measure } from '../report/measure.ts';
import { hallSide } from './hallSide.ts';
import { janusSide } from './janus/janusSide.ts';
import { FEEDS, PACKET_BYTES, PACKETS_PER_SECOND, VIEWERS } from './load.ts';
import { rawSide } from './raw/rawSide.ts';
import type { SenderAsks } from './sender.ts';
import type { Side } from './side.ts';
import type { ViewerAsks } from './viewers.ts';

const WARM_UP_MS = 3_000;
const MEASURED_MS = 10_000;
/** What is under way at the end must have come by then. */
const SETTLED_WITHIN_MS = 3_000;
const BETWEEN_MS = 500;
/** More than this lost, and the figures are of something else. */
const LOSS_ALLOWED = 0.0001;

type Run = { readonly rounds: number; readonly say: (text: string) => void };
type Phase = { readonly usPerPacket: number; readonly expected: number; readonly received: number; readonly bytesEach: number; readonly suites: readonly string[] };

/** Processor time for a packet that is sent on encrypted. */
export async function sfuBench({ rounds, say }: Run): Promise<Measure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-sfu-'));
  say(`sfu: ${FEEDS} feeds, ${VIEWERS} viewers, ${VIEWERS * PACKETS_PER_SECOND} packets/s of ${PACKET_BYTES} B out`);
  const ours = hallSide();
  const peers = [janusSide(null), janusSide(2), rawSide()].filter(({ name, missing }) => {
    if (missing !== null) {
      say(`sfu: without ${name}: ${missing}`);
    }
    return missing === null;
  });
  for (const { name, build } of [ours, ...peers]) {
    say(`sfu: ${name}: ${build}`);
  }
  const phases = new Map<Side, Phase[]>([ours, ...peers].map((side) => [side, []]));
  try {
    for (let round = 0; round < rounds; round += 1) {
      // Nobody always meets what the same other left behind.
      const sides = round % 2 === 0 ? [ours, ...peers] : [...peers.toReversed(), ours];
      for (const side of sides) {
        const phase = await measure(side, folder);
        phases.get(side)?.push(phase);
        say(`sfu, ${round + 1}/${rounds}, ${side.name}: ${described(phase)}`);
      }
    }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}; what there is of logs is in ${folder}`, { cause: error });
  }
  rmSync(folder, { recursive: true, force: true });
  const valuesOf = (side: Side, pick: (phase: Phase) => number) => (phases.get(side) ?? []).map(pick);
  const row = (peer: Side | null): Measure => ({
    bench: 'sfu',
    what: `a packet sent on${lossNote([ours, ...(peer === null ? [] : [peer])].flatMap((side) => phases.get(side) ?? []))}`,
    unit: 'µs of a core',
    ours: valuesOf(ours, ({ usPerPacket }) => usPerPacket),
    peer: peer === null ? null : { name: peer.name, values: valuesOf(peer, ({ usPerPacket }) => usPerPacket) },
  });
  return peers.length === 0 ? [row(null)] : peers.map(row);
}

async function measure(side: Side, folder: string): Promise<Phase> {
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
    const forwarder = await side.start(folder);
    closers.push(() => forwarder.close());
    const [viewers, sender] = [child<ViewerAsks>('viewers.ts'), child<SenderAsks>('sender.ts')];
    const suites = await forwarder.connect(viewers);
    await sender.ask('send', { forMs: WARM_UP_MS });
    await wait(BETWEEN_MS);
    await viewers.ask('restart', undefined);
    const before = readCpu(forwarder.pid);
    const sent = await sender.ask('send', { forMs: MEASURED_MS });
    const expected = (sent * VIEWERS) / FEEDS;
    const { packets: received, bytes } = await viewers.ask('result', { expected, withinMs: SETTLED_WITHIN_MS });
    const after = readCpu(forwarder.pid);
    if (received === 0) {
      throw new Error(`${side.name} sent nothing on`);
    }
    const cpuUs = (cpuPercent(before, after) / 100) * (after.readAt - before.readAt) * 1_000;
    return { usPerPacket: cpuUs / received, expected, received, bytesEach: bytes / received, suites };
  } catch (error) {
    throw new Error(`${side.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    await close();
    letGo();
  }
}

function described({ usPerPacket, expected, received, bytesEach, suites }: Phase): string {
  return `${usPerPacket.toFixed(1)} µs a packet, ${received} of ${expected} received (${bytesEach.toFixed(0)} B each), ${suites.length === 0 ? 'not encrypted' : suites.join(' and ')}`;
}

/** Says in the row itself that its figures are not those of a loss-free run. */
function lossNote(phases: readonly Phase[]): string {
  const worst = Math.max(...phases.map(({ expected, received }) => 1 - received / expected));
  return worst < LOSS_ALLOWED ? '' : ` (up to ${(worst * 100).toFixed(2)} % LOST)`;
}
