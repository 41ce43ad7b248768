import path from 'node:path';
import type { CommandId } from '#protocol/nouns/ids.ts';
import type { Entry, LogPosition } from '#protocol/nouns/log.ts';
import { wireOf } from '../../../sfu/hall/audience.ts';
import { wait } from '../../bench.ts';
import { cpuPercent, readCpu, residentBytes } from '../../harness/processTree.ts';
import { quantile } from '../../report/measure.ts';
import { faultOf, seenBy, type Heard } from './arrivals.ts';
import { AskedChild } from '../../harness/askedChild.ts';
import type { CrowdAsks } from './crowdConsoles.ts';
import { Driver } from '../driver.ts';
import type { Door } from '../resume.ts';
import { tokenOf, viewerOf, type World } from '../world.ts';

const CROWDS = 2;
/** What the coming of so many sets off is over after this. */
const CALM_MS = 2_000;
const RESIDENT_EVERY_MS = 250;

/** What happened while commands came: the entries, which command made which, and where the log ended. */
export type Happened = { readonly entries: readonly Entry[]; readonly sequenceOf: ReadonlyMap<CommandId, number>; readonly upTo: LogPosition };
export type Delay = { readonly p99Ms: number; readonly maxMs: number };

/** A program that consoles follow and that takes commands. */
export interface Followed extends Door {
  readonly pid: number;
  /** Counts the lateness of its event loop anew. */
  restartDelay(): Promise<unknown>;
  /** How late its event loop was since then. */
  delay(): Promise<Delay>;
  /** After the last command was answered. */
  finish(): Promise<Happened>;
}

export type PhaseOptions = {
  readonly world: World;
  readonly followed: Followed;
  readonly consoles: number;
  readonly commands: number;
  readonly perSecond: number;
  /** One console in `share` stops reading, in the middle of snapshots of about so many bytes; null: all read. */
  readonly stall: { readonly share: number; readonly bytes: number } | null;
};

export type Phase = {
  /** From the first socket to the last console that follows. */
  readonly connectedS: number;
  readonly answeredMs: readonly number[];
  /** Of each command and each console that reads and may see it: from its sending, and from its answer, to the entry's arrival. */
  readonly fromSentMs: readonly number[];
  readonly fromAnsweredMs: readonly number[];
  readonly cpuPercent: number;
  readonly delay: Delay;
  readonly payloadBytesPerS: number;
  /** Growth of what the program holds in memory, at the most, bytes. */
  readonly grownBytes: number;
  /** Close codes of the consoles whose socket the program ended. */
  readonly sentAway: readonly number[];
};

/** Consoles follow, commands come, and everyone is looked at in the end. Errors: when a console was told anything wrong. */
export async function runPhase(options: PhaseOptions): Promise<Phase> {
  const { world, followed, consoles, stall } = options;
  const crowds = Array.from({ length: CROWDS }, () => AskedChild.create<CrowdAsks>(path.join(import.meta.dirname, 'crowdConsoles.ts')));
  let driver: Driver | undefined;
  const askAll = <Name extends keyof CrowdAsks>(name: Name, input: Parameters<CrowdAsks[Name]>[0]) => Promise.all(crowds.map((crowd) => crowd.ask(name, input)));
  try {
    const { url, caPem } = followed;
    const count = consoles / CROWDS;
    // The programs are up before the clock runs.
    await askAll('restartCount', undefined);
    const tokens = Array.from({ length: consoles }, (_, index) => tokenOf(world, index));
    const before = residentBytes(followed.pid);
    const connectingAt = performance.now();
    await Promise.all(crowds.map((crowd, index) => crowd.ask('open', { url, caPem, seats: world.seats.length, tokens: tokens.slice(index * count, (index + 1) * count), first: index * count })));
    const connectedS = (performance.now() - connectingAt) / 1_000;
    if (stall !== null) {
      await askAll('stall', stall);
    }
    driver = await Driver.create(world, followed);
    await wait(CALM_MS);
    await driver.calm();
    await askAll('restartCount', undefined);
    await followed.restartDelay();
    const cpuBefore = readCpu(followed.pid);
    const startedAt = performance.now();
    let most = residentBytes(followed.pid);
    const watch = setInterval(() => { most = Math.max(most, residentBytes(followed.pid)); }, RESIDENT_EVERY_MS);
    await driver.drive(options);
    const cpu = cpuPercent(cpuBefore, readCpu(followed.pid));
    const elapsedS = (performance.now() - startedAt) / 1_000;
    const delay = await followed.delay();
    clearInterval(watch);
    const happened = await followed.finish();
    await askAll('settle', { sequence: happened.upTo.sequence, also: 'those who read' });
    await askAll('wake', undefined);
    await askAll('settle', { sequence: happened.upTo.sequence, also: 'all' });
    const told = await askAll('heard', undefined);
    const heard = told.flatMap((one) => one.heard);
    check({ world, happened, heard, faults: told.flatMap(({ faults }) => faults), texts: told.flatMap(({ entries }) => entries) });
    const reading = heard.filter(({ stalled }) => !stalled);
    const delays = delaysOf({ driver, happened, reading });
    return {
      connectedS,
      ...delays,
      answeredMs: [...driver.times.values()].map(({ sentAt, answeredAt }) => answeredAt - sentAt),
      cpuPercent: cpu,
      delay,
      payloadBytesPerS: quantile(reading.map(({ payloadBytes }) => payloadBytes), 0.5) / elapsedS,
      grownBytes: most - before,
      sentAway: heard.flatMap(({ closeCode }) => closeCode ?? []),
    };
  } finally {
    driver?.close();
    await Promise.all(crowds.map((crowd) => crowd.close()));
  }
}

function check(options: { world: World; happened: Happened; heard: readonly Heard[]; faults: readonly string[]; texts: readonly (readonly [number, string])[] }): void {
  const { world, happened: { entries, upTo }, heard, faults, texts } = options;
  const due = new Map(world.seats.map((seat, index) => [index, seenBy(viewerOf(seat), entries)]));
  const wrong = heard.flatMap((one) => {
    // Who was sent away was too slow for the program: what it was told until then must be right.
    const fault = faultOf(one, { seen: due.get(one.seat) ?? [], upTo: one.closeCode === null ? upTo : one.upTo });
    return fault === null ? [] : [`a console of ${world.seats[one.seat]?.name} (${world.seats[one.seat]?.courtCode}): ${fault}`];
  });
  const textOf = new Map(entries.map((entry) => [entry.sequence, JSON.stringify(wireOf(entry))]));
  const altered = texts.filter(([sequence, text]) => (textOf.get(sequence) ?? text) !== text).map(([sequence]) => `entry ${sequence} was told otherwise than it was kept`);
  const all = [...faults, ...wrong, ...altered];
  if (all.length > 0) {
    throw new Error(`${all.length} things were told wrong: ${all.slice(0, 3).join('; ')}`);
  }
}

function delaysOf({ driver, happened, reading }: { driver: Driver; happened: Happened; reading: readonly Heard[] }): Pick<Phase, 'fromSentMs' | 'fromAnsweredMs'> {
  const timesOf = new Map([...driver.times].map(([id, times]) => [happened.sequenceOf.get(id), times]));
  const fromSentMs: number[] = [];
  const fromAnsweredMs: number[] = [];
  for (const { sequences, arrivedAt } of reading) {
    sequences.forEach((sequence, index) => {
      const times = timesOf.get(sequence);
      const arrived = arrivedAt[index];
      if (times !== undefined && arrived !== undefined) {
        fromSentMs.push(arrived - times.sentAt);
        fromAnsweredMs.push(arrived - times.answeredAt);
      }
    });
  }
  return { fromSentMs, fromAnsweredMs };
}
