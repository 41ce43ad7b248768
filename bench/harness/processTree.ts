import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc, the same on every Linux that a program can see (USER_HZ). */
const TICKS_PER_SECOND = 100;

type ProcessStat = { readonly parent: number; readonly cpuTicks: number };

export type CpuReading = { readonly readAt: number; readonly ticks: ReadonlyMap<number, number> };

/** The process and all that descend from it now. A child whose parent has ended belongs to init and is not found. */
export function processTree(root: number): number[] {
  const stats = new Map(allProcesses().flatMap((pid) => {
    const stat = statOf(pid);
    return stat === null ? [] : [[pid, stat] as const];
  }));
  const tree = new Set([root]);
  // Parents come in any order: repeat until a pass finds nobody new.
  for (let before = 0; before !== tree.size; ) {
    before = tree.size;
    for (const [pid, { parent }] of stats) {
      if (tree.has(parent)) {
        tree.add(pid);
      }
    }
  }
  return [...tree].filter((pid) => stats.has(pid));
}

/** utime + stime of each process of the trees. */
export function readCpu(...roots: readonly number[]): CpuReading {
  const ticks = new Map<number, number>();
  for (const pid of roots.flatMap(processTree)) {
    const stat = statOf(pid);
    if (stat !== null) {
      ticks.set(pid, stat.cpuTicks);
    }
  }
  return { readAt: performance.now(), ticks };
}

/**
 * Processor time spent between two readings, percent of one core. What a process that ended in between had spent since
 * the first reading is not in it.
 */
export function cpuPercent(before: CpuReading, after: CpuReading): number {
  let spent = 0;
  for (const [pid, ticks] of after.ticks) {
    spent += ticks - (before.ticks.get(pid) ?? 0);
  }
  return (spent / TICKS_PER_SECOND / ((after.readAt - before.readAt) / 1_000)) * 100;
}

/**
 * Proportional set size of the whole tree, bytes: memory that processes share is counted once.
 * Null when a process may not be looked into; sandboxed ones show themselves to root alone.
 */
export function treePss(root: number): number | null {
  let sum = 0;
  for (const pid of processTree(root)) {
    const pss = pssOf(pid);
    if (pss === null) {
      return null;
    }
    sum += pss;
  }
  return sum;
}

/** Resident set of one process, bytes; 0 when it has ended. */
export function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

function pssOf(pid: number): number | null {
  try {
    const kib = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kib ?? 0) * 1_024;
  } catch (error) {
    // Anything else: it has ended meanwhile.
    return error instanceof Error && 'code' in error && error.code === 'EACCES' ? null : 0;
  }
}

function allProcesses(): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
}

function statOf(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything, also parentheses; behind the last one come state, parent, …
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), cpuTicks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null; // it has ended meanwhile
  }
}
