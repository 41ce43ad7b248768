import { readdirSync, readFileSync } from 'node:fs';

/** One process, told apart from a later one that got the same id. */
export type ProcessMark = { readonly pid: number; readonly startedAt: string };

type Entry = ProcessMark & { readonly parent: number; readonly ended: boolean };

/** A process and everything below it, as they are now (Linux). */
export function processTree(pid: number): ProcessMark[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readEntry(Number(name)))
    .filter((entry) => entry !== null);
  const family = new Set([pid]);
  // A child may have a smaller id than its parent once ids have gone round, so look until nobody new is found.
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const entry of all) {
      if (family.has(entry.parent)) {
        family.add(entry.pid);
      }
    }
  }
  return all.filter((entry) => family.has(entry.pid)).map((entry) => ({ pid: entry.pid, startedAt: entry.startedAt }));
}

/** Children of a process whose command line names `part`, by process id. */
export function childrenOf(parentPid: number, part: string): number[] {
  return processTree(parentPid)
    .map(({ pid }) => pid)
    .filter((pid) => readEntry(pid)?.parent === parentPid && commandLineOf(pid).includes(part));
}

/** What of these still runs. One that has ended and that nobody has asked about yet does not count. */
export function stillRunning(marks: readonly ProcessMark[]): ProcessMark[] {
  return marks.filter(({ pid, startedAt }) => {
    const entry = readEntry(pid);
    return entry !== null && entry.startedAt === startedAt && !entry.ended;
  });
}

/** Null when there is no such process any more. */
function readEntry(pid: number): Entry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(fields[1]), startedAt: fields[19] ?? '', ended: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return null;
  }
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
