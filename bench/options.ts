import { parseArgs } from 'node:util';

export const BENCH_NAMES = ['log', 'follow', 'telemetry', 'map', 'sfu', 'join', 'glass', 'wall', 'failover', 'start', 'talk', 'sos', 'ingests', 'leak'] as const;
/** Run when they are named, and not with all the others: they take long. */
export const LONG_BENCHES: readonly BenchName[] = ['leak'];
export type BenchName = (typeof BENCH_NAMES)[number];

export type BenchOptions = {
  /** In the order of the table. */
  readonly names: readonly BenchName[];
  readonly rounds: number;
  /** Of `leak`. */
  readonly minutes: number;
  readonly jsonFile: string | null;
};

/** A command line that cannot be used; the message says what would be right. */
export class BenchOptionError extends Error {}

export const BENCH_USAGE = `npm run bench -- [names…] [--only name[,name]] [--rounds N] [--minutes N] [--json file]
Names: ${BENCH_NAMES.join(', ')}; all but leak by default. Rounds: 3 by default, fewer are for trying out. Minutes (of leak): 30 by default.`;

const DEFAULT_ROUNDS = 3;
const MOST_ROUNDS = 50;
const DEFAULT_MINUTES = 30;
const MOST_MINUTES = 24 * 60;

/** Errors: BenchOptionError. */
export function readBenchOptions(commandLine: readonly string[]): BenchOptions {
  const { values, positionals } = parsed(commandLine);
  const wanted = [...positionals, ...(values.only ?? []).flatMap((names) => names.split(','))].map((name) => name.trim());
  const unknown = wanted.find((name) => !BENCH_NAMES.some((known) => known === name));
  if (unknown !== undefined) {
    throw new BenchOptionError(`There is no bench "${unknown}".`);
  }
  const rounds = values.rounds === undefined ? DEFAULT_ROUNDS : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > MOST_ROUNDS) {
    throw new BenchOptionError(`--rounds takes a whole number from 1 to ${MOST_ROUNDS}, not "${values.rounds}".`);
  }
  const minutes = values.minutes === undefined ? DEFAULT_MINUTES : Number(values.minutes);
  if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
    throw new BenchOptionError(`--minutes takes a number up to ${MOST_MINUTES}, not "${values.minutes}".`);
  }
  const names = BENCH_NAMES.filter((name) => (wanted.length === 0 ? !LONG_BENCHES.includes(name) : wanted.includes(name)));
  return { names, rounds, minutes, jsonFile: values.json ?? null };
}

function parsed(commandLine: readonly string[]) {
  try {
    return parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: { only: { type: 'string', multiple: true }, rounds: { type: 'string' }, minutes: { type: 'string' }, json: { type: 'string' } },
    });
  } catch (cause) {
    throw new BenchOptionError(cause instanceof Error ? cause.message : String(cause));
  }
}
