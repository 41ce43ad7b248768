import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

const startLimitMs = 20_000;
const stopLimitMs = 5_000;

/**
 * Starts the server, and ends it when descriptor 4 closes: on our close, or when this process dies, however it dies.
 * Else a killed test run would leave servers behind.
 */
const guard = `
"$@" 4<&- & server=$!
{ read -r _ <&4; kill "$server"; } 2>/dev/null & watcher=$!
exec 4<&-
wait "$server"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;

/** A running X server of our own. */
export class XServer {
  readonly display: string;
  readonly #child: ChildProcess;
  readonly #folder: string;
  #closing: Promise<void> | undefined;

  private constructor(display: string, child: ChildProcess, folder: string) {
    this.display = display;
    this.#child = child;
    this.#folder = folder;
  }

  /** Starts a server on the first free display number. Throws with the server's own errors when it does not come up. */
  static async create(config: string): Promise<XServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'command-hall-displays-'));
    const configFile = path.join(folder, 'xorg.conf');
    const logFile = path.join(folder, 'xorg.log');
    writeFileSync(configFile, config);
    const serverArguments = ['-config', configFile, '-logfile', logFile, '-displayfd', '3', '-dpi', '96'];
    const child = spawn(
      'sh',
      ['-c', guard, 'guard', serverProgram(), ...serverArguments, '-nolisten', 'tcp', '-noreset', '-novtswitch', '-sharevts'],
      // A group of its own: an interrupt at the terminal is for the tests, which then close their displays in order.
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], detached: true },
    );
    try {
      return new XServer(`:${await displayNumber(child)}`, child, folder);
    } catch (error) {
      const reason = serverErrors(logFile);
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`The X server did not start: ${(error as Error).message}${reason}`, { cause: error });
    }
  }

  /** Ends the server and removes its files. May be called more than once. */
  close(): Promise<void> {
    this.#closing ??= stop(this.#child).then(() => rmSync(this.#folder, { recursive: true, force: true }));
    return this.#closing;
  }
}

/** The program itself where it can be had: the command may be a wrapper that lets nobody but a console user in. */
function serverProgram(): string {
  const program = '/usr/lib/xorg/Xorg';
  return existsSync(program) ? program : 'Xorg';
}

/** The server writes its number once it accepts clients. */
function displayNumber(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    let complaint = '';
    const limit = setTimeout(() => reject(new Error(`no answer within ${startLimitMs} ms`)), startLimitMs);
    (child.stderr as Readable).on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2_000)));
    (child.stdio[3] as Readable).on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('\n')) return;
      clearTimeout(limit);
      resolve(Number.parseInt(said, 10));
    });
    child.once('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`it ended with code ${code}\n${complaint.trim()}`));
    });
  });
}

/** Closing the guard's descriptor is the request; the group is ended by force only if that is not heard. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const group = -child.pid;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  (child.stdio[4] as Writable).end();
  const force = setTimeout(() => endGroup(group), stopLimitMs);
  await gone;
  clearTimeout(force);
}

function endGroup(group: number): void {
  try {
    process.kill(group, 'SIGKILL');
  } catch {
    // Ended by itself meanwhile.
  }
}

function serverErrors(logFile: string): string {
  try {
    const errors = readFileSync(logFile, 'utf8').split('\n').filter((line) => line.includes('(EE)'));
    return errors.length === 0 ? '' : `\n${errors.slice(-10).join('\n')}`;
  } catch {
    return '';
  }
}
