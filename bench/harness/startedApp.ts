import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ROOT_ARGUMENTS } from '../../scripts/demo/consoleProcess.ts';
import { electronEnvironment, electronRuntime } from '../../scripts/setup/index.mjs';
import { endChild, ownChild } from './endChild.ts';
import { MarkReader, type PageMarks } from './pageMarks.ts';

const PORT_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

export type StartedAppOptions = {
  /** Folder or file that Electron starts. */
  readonly app: string;
  readonly display: string;
  readonly userData: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What to note the first appearance of: a name and a CSS selector for each. */
  readonly selectors: Readonly<Record<string, string>>;
  readonly log: (message: string) => void;
};

/** An Electron app whose start is timed. `spawnedAt` is ms since the epoch. */
export class StartedApp {
  readonly spawnedAt: number;
  readonly #child: ChildProcess;
  readonly #marks: MarkReader;

  private constructor(parts: { spawnedAt: number; child: ChildProcess; marks: MarkReader }) {
    this.spawnedAt = parts.spawnedAt;
    this.#child = parts.child;
    this.#marks = parts.marks;
  }

  static async create(options: StartedAppOptions): Promise<StartedApp> {
    const { app, display, userData, environment = {}, selectors, log } = options;
    const spawnedAt = Date.now();
    const child = spawn(electronRuntime().executable, [...ROOT_ARGUMENTS, '--remote-debugging-port=0', `--user-data-dir=${userData}`, app], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: electronEnvironment(display, environment),
    });
    ownChild(child);
    child.stdin.on('error', () => undefined); // its end tells why
    child.stdout.resume();
    try {
      const endpoint = await debuggingEndpoint(child, log);
      return new StartedApp({ spawnedAt, child, marks: await MarkReader.create({ endpoint, selectors }) });
    } catch (error) {
      await endChild(child);
      throw error;
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Looks until the pages have noted what is wanted. Errors: names the app's pages when they have not in time. */
  async until(wanted: (pages: readonly PageMarks[]) => boolean, options: { withinMs: number }): Promise<PageMarks[]> {
    const deadline = Date.now() + options.withinMs;
    for (;;) {
      const pages = await this.#marks.read();
      if (wanted(pages)) {
        return pages;
      }
      if (Date.now() > deadline || this.#child.exitCode !== null) {
        throw new Error(`the app did not show what was waited for; its pages: ${JSON.stringify(pages)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** The pages note first appearances anew from now on. */
  forget(): Promise<void> {
    return this.#marks.forget();
  }

  /** A line to the app's standard input. */
  tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#marks.close();
    await endChild(this.#child);
  }
}

/** Chromium prints where it listens among its first words. */
function debuggingEndpoint(child: ChildProcess, log: (message: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Electron did not open its debugging port')), PORT_WITHIN_MS);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Electron ended with code ${code}`)));
    if (child.stderr === null) {
      return;
    }
    createInterface({ input: child.stderr }).on('line', (line) => {
      log(line);
      const endpoint = /^DevTools listening on (ws:\S+)$/.exec(line.trim())?.[1];
      if (endpoint !== undefined) {
        clearTimeout(timer);
        resolve(endpoint);
      }
    });
  });
}
