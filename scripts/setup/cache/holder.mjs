// @ts-check
import { readFileSync } from 'node:fs';

/**
 * A name for a running process that no later process gets: its number, and on Linux when it was started.
 * Numbers alone come round again, soon in a container, and a dead process keeps its number until it is reaped.
 *
 * @param {number} pid
 * @returns {string | undefined} undefined when it does not run
 */
export function processName(pid) {
  if (!Number.isInteger(pid) || pid <= 0 || !answers(pid)) return undefined;
  if (process.platform !== 'linux') return String(pid);
  try {
    // The command's name, in parentheses, may hold anything; the fields that count stand behind it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid} since ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** Whether the process of this name still runs. @param {string} name */
export function stillRuns(name) {
  return processName(Number.parseInt(name, 10)) === name;
}

/** @param {number} pid */
function answers(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, but it is there.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
