// @ts-check
/** @import { Progress } from '../part.ts' */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** No step is silent for longer than this. */
const heartbeatMs = 8_000;
/** From asking a process tree to end until making it end. */
const graceMs = 3_000;
/** Of a failed child's output the end is shown, and before it the first complaints: tools follow these with advice. */
const keptLines = 12;
const keptComplaints = 8;

/** Process groups that run now: they are not in the terminal's group, so an interrupt must be passed on by hand. */
/** @type {Set<number>} */
const running = new Set();

/**
 * @typedef {object} Child
 * @property {string} title        what the step does, for people: "building the worker"
 * @property {string} command
 * @property {readonly string[]} args
 * @property {number} limitMs      after this the whole process tree is ended
 * @property {Progress} progress
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to the environment
 * @property {(line: string) => string | undefined} [read] given each output line; what it answers is shown as progress
 * @property {(line: string) => boolean} [stopAt] given each output line; true ends the child, without an error
 */

/**
 * Runs a command to its end, saying every few seconds that it still runs.
 *
 * @param {Child} child
 * @returns {Promise<{ readonly lines: readonly string[], readonly stopped: boolean }>} the last lines it printed
 * @throws an Error with the command's last words when it fails or overruns its limit
 */
export async function runChild({ title, command, args, limitMs, progress, cwd, env, read, stopAt }) {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  let shown = title;
  progress.update(title);
  const process_ = spawn(command, [...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a limit reaches compilers below make tools too.
    detached: process.platform !== 'win32',
    // Windows starts batch files through its shell only.
    shell: command.endsWith('.cmd'),
  });
  const pid = process_.pid;
  if (pid !== undefined) running.add(pid);

  /** @type {string[]} */
  const lines = [];
  /** @type {string[]} */
  const complaints = [];
  /** @type {'limit' | 'stopped' | undefined} */
  let ended;
  /** @param {'limit' | 'stopped'} why */
  const end = (why) => {
    ended ??= why;
    if (pid !== undefined) endTree(pid);
  };
  for (const stream of [process_.stdout, process_.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > keptLines) {
        const dropped = lines.shift() ?? '';
        if (complaints.length < keptComplaints && /\berror\b.*\w/i.test(dropped)) complaints.push(dropped);
      }
      if (stopAt?.(line)) end('stopped');
      const step = read?.(line);
      if (step === undefined) return;
      shown = step;
      progress.update(step);
    });
  }
  const heartbeat = setInterval(() => progress.update(`${shown} (${seconds()})`), heartbeatMs);
  const limit = setTimeout(() => end('limit'), limitMs);
  try {
    /** @type {{ code: number | null, signal: NodeJS.Signals | null, error?: Error }} */
    const result = await new Promise((resolve) => {
      process_.once('error', (error) => resolve({ code: null, signal: null, error }));
      process_.once('close', (code, signal) => resolve({ code, signal }));
    });
    if (ended === 'stopped') return { lines, stopped: true };
    if (ended === 'limit') throw failure(`took longer than ${Math.round(limitMs / 1000)} s and was ended`);
    if (result.error) throw failure(`could not be started: ${result.error.message}`);
    if (result.code !== 0) throw failure(`failed (${result.signal ?? `exit code ${result.code}`})`);
    return { lines, stopped: false };
  } finally {
    clearInterval(heartbeat);
    clearTimeout(limit);
    if (pid !== undefined) running.delete(pid);
  }

  /** @param {string} what */
  function failure(what) {
    return new Error([`${title}: ${command} ${what}`, ...[...complaints, ...lines].map((line) => `  | ${line}`)].join('\n'));
  }
}

/** @param {number} pid */
function endTree(pid) {
  signalTree(pid, 'SIGTERM');
  setTimeout(() => running.has(pid) && signalTree(pid, 'SIGKILL'), graceMs).unref();
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalTree(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Ended by itself meanwhile.
  }
}

/** While the set-up runs, an interrupt ends its children too. Returns the undoing. */
export function passInterruptsOn() {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    for (const pid of running) signalTree(pid, 'SIGTERM');
    stop();
    process.kill(process.pid, signal);
  };
  const stop = () => signals.forEach((signal) => process.off(signal, onSignal));
  signals.forEach((signal) => process.on(signal, onSignal));
  return stop;
}
