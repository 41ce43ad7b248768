import { readdirSync, readFileSync } from 'node:fs';

/** Children of a process whose command line names `part`, by process id. */
export function childrenOf(parentPid: number, part: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
        // The command in brackets may hold spaces; the parent is the second field after it.
        const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
        return parent === parentPid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(part);
      } catch {
        // It ended between the listing and the reading.
        return false;
      }
    });
}
