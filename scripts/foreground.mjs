// @ts-check
import { spawn } from 'node:child_process';

/** @type {readonly NodeJS.Signals[]} */
const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];

/**
 * Runs a program in our place: same terminal, same arguments, same end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env added to the environment
 * @returns {Promise<number>} its exit code; if a signal ended it, this process ends by the same one
 */
export async function runForeground(command, args, env) {
  const child = spawn(command, [...args], { stdio: 'inherit', env: { ...process.env, ...env } });
  const handlers = passedOn.map((signal) => {
    // A terminal's Ctrl-C reaches the child by itself: it is in the same group. Once is enough.
    const fromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
    const handler = () => void (fromTerminal || child.kill(signal));
    process.on(signal, handler);
    return { signal, handler };
  });
  /** @type {{ code: number | null, signal: NodeJS.Signals | null }} */
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, endSignal) => resolve({ code: exitCode, signal: endSignal }));
  });
  for (const { signal: name, handler } of handlers) process.off(name, handler);
  if (signal === null) return code ?? 1;
  process.kill(process.pid, signal);
  // The signal is delivered soon, but not before this function could return.
  return new Promise((resolve) => setTimeout(resolve, 1_000, 1));
}
