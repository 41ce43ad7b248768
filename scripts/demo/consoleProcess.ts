import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { electronEnvironment, electronRuntime } from '../setup/index.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const STOP_WITHIN_MS = 5_000;

/**
 * Chromium refuses its sandbox to root. Only launches of demo and tests pass this, so that they run in a container;
 * the product never does, and should be started by an ordinary user.
 */
export const ROOT_ARGUMENTS: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The built console app as a process of its own. */
export class ConsoleProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static create(options: { display: string; environment: Readonly<Record<string, string>>; logFile: string }): ConsoleProcess {
    const log = createWriteStream(options.logFile, { flags: 'a' });
    const child = spawn(electronRuntime().executable, [...ROOT_ARGUMENTS, root], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: electronEnvironment(options.display, options.environment),
    });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    return new ConsoleProcess(child);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Code with which it ended by itself; undefined while it runs. */
  get ended(): number | undefined {
    return this.#child.exitCode ?? (this.#child.signalCode === null ? undefined : -1);
  }

  /** Idempotent. */
  close(): Promise<void> {
    if (this.ended !== undefined) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const force = setTimeout(() => this.#child.kill('SIGKILL'), STOP_WITHIN_MS);
      this.#child.once('exit', () => {
        clearTimeout(force);
        resolve();
      });
      this.#child.kill('SIGTERM');
    });
  }
}
