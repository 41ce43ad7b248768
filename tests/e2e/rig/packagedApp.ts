import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT_ARGUMENTS } from '../../../scripts/demo/consoleProcess.ts';
import { electronEnvironment } from '../../../scripts/setup/index.mjs';
import { processTree, stillRunning, type ProcessMark } from './processTree.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');

export type Package = { readonly executable: string; readonly archive: string };

/** Packs the console with the product's own command into a folder. Errors: what the command printed. */
export async function packConsole(folder: string): Promise<Package> {
  await run(process.execPath, [path.join(root, 'scripts/package.ts'), '--dir', '--output', folder], { cwd: root, maxBuffer: 10_000_000 });
  const unpacked = path.join(folder, 'linux-unpacked');
  return { executable: path.join(unpacked, 'command-hall'), archive: path.join(unpacked, 'resources/app.asar') };
}

/** Paths of the files in an asar archive, read from its header: four sizes, then JSON. */
export async function filesIn(archive: string): Promise<string[]> {
  const file = await open(archive);
  try {
    const sizes = Buffer.alloc(16);
    await file.read(sizes, 0, 16, 0);
    const header = Buffer.alloc(sizes.readUInt32LE(12));
    await file.read(header, 0, header.length, 16);
    return listed(JSON.parse(header.toString()) as Folder, '');
  } finally {
    await file.close();
  }
}

type Folder = { readonly files: Readonly<Record<string, Folder | { readonly size: number }>> };

function listed(folder: Folder, at: string): string[] {
  return Object.entries(folder.files).flatMap(([name, entry]) => ('files' in entry ? listed(entry, `${at}${name}/`) : [`${at}${name}`]));
}

type Start = {
  readonly executable: string;
  readonly display: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
};

/** The packed console as a process, started as a user starts it. */
export class PackagedApp {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | NodeJS.Signals | null>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  }

  static create(options: Start & { logFile: string }): PackagedApp {
    mkdirSync(path.dirname(options.logFile), { recursive: true });
    const log = createWriteStream(options.logFile, { flags: 'a' });
    const child = spawn(options.executable, [...ROOT_ARGUMENTS, ...(options.arguments ?? [])], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: electronEnvironment(options.display, options.environment),
    });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    return new PackagedApp(child);
  }

  /** Itself and its children. */
  tree(): ProcessMark[] {
    return this.#child.pid === undefined ? [] : processTree(this.#child.pid);
  }

  /** Asks it to end; answers with its exit code, or with the signal that ended it, and with what of its tree is left then. */
  async terminate(withinMs: number): Promise<{ outcome: number | NodeJS.Signals | null; left: ProcessMark[] }> {
    const tree = this.tree();
    const force = setTimeout(() => this.#child.kill('SIGKILL'), withinMs);
    this.#child.kill('SIGTERM');
    const outcome = await this.#ended;
    clearTimeout(force);
    const deadline = Date.now() + 2_000;
    while (stillRunning(tree).length > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { outcome, left: stillRunning(tree) };
  }

  /** Ends it whatever it says. Idempotent. */
  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const { left } = await this.terminate(5_000);
      for (const { pid } of left) {
        process.kill(pid, 'SIGKILL');
      }
    }
  }
}

/** Runs the packed console to its end and answers what it wrote to standard output. */
export async function runPackaged(options: Start): Promise<string> {
  const { stdout } = await run(options.executable, [...ROOT_ARGUMENTS, ...(options.arguments ?? [])], { env: electronEnvironment(options.display, options.environment), timeout: 20_000 });
  return stdout;
}
