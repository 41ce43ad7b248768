import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');
const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 5_000;

export type HallAddress = { readonly url: string; readonly caFingerprint: string; readonly caPem: string };

export type HallProcessOptions = {
  readonly storageDir: string;
  readonly logFile: string;
  readonly port: number;
  readonly mediaBasePort: number;
  readonly ingestPortFrom: number;
  /** Default: one a core. */
  readonly workers?: number;
  /** PostgreSQL of the log. Default: SQLite in the storage folder. */
  readonly databaseUrl?: string;
  /** On a clock that can be steered. Default: no. */
  readonly exercise?: boolean;
};

/** The hall server as a process of its own, so that it can be killed and started again like the real one. */
export class HallProcess {
  readonly #options: HallProcessOptions;
  #started: Started;
  readonly address: HallAddress;

  private constructor(options: HallProcessOptions, started: Started) {
    this.#options = options;
    this.#started = started;
    this.address = started.address;
  }

  /** Errors: says what the hall printed last when it does not get ready. */
  static async create(options: HallProcessOptions): Promise<HallProcess> {
    return new HallProcess(options, await start(options));
  }

  get pid(): number {
    return this.#started.child.pid ?? 0;
  }

  /** What the newest start has told whoever sits before the hall's machine, line by line. */
  get told(): readonly string[] {
    return this.#started.told;
  }

  /** As a power cut would: no farewell. Resolves when the process is gone. */
  async kill(): Promise<void> {
    const { child } = this.#started;
    await ended(child, () => child.kill('SIGKILL'));
  }

  /** Starts it again on the same storage and ports. */
  async restart(): Promise<void> {
    await this.close();
    this.#started = await start(this.#options);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    const { child } = this.#started;
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended(child, () => child.kill('SIGTERM'));
    clearTimeout(force);
  }
}

type Started = { readonly child: ChildProcess; readonly address: HallAddress; readonly told: readonly string[] };

function start(options: HallProcessOptions): Promise<Started> {
  mkdirSync(path.dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const child = spawn(process.execPath, [path.join(root, 'sfu/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: hallEnvironment(options),
  });
  const tail: string[] = [];
  const keep = (line: string) => {
    log.write(`${line}\n`);
    tail.push(line);
    tail.splice(0, tail.length - 10);
  };
  const told: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    keep(line);
    told.push(line);
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The hall server ${why}. Its last words:\n${tail.join('\n')}`));
    };
    const timer = setTimeout(() => fail(`was not ready within ${READY_WITHIN_MS / 1_000} s`), READY_WITHIN_MS);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended with code ${code}`));
    createInterface({ input: child.stdout }).on('line', (line) => {
      keep(line);
      const ready = readyLine(line);
      if (ready !== undefined) {
        clearTimeout(timer);
        child.removeAllListeners('exit');
        resolve({ child, told, address: { ...ready, caPem: readFileSync(path.join(options.storageDir, 'tls/ca.crt'), 'utf8') } });
      }
    });
  });
}

function hallEnvironment(options: HallProcessOptions): Record<string, string | undefined> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HALL_') && name !== 'DATABASE_URL'));
  return {
    ...inherited,
    HALL_STORAGE_DIR: options.storageDir,
    HALL_LISTEN_HOST: '127.0.0.1',
    HALL_PUBLIC_HOSTS: '127.0.0.1',
    HALL_PORT: String(options.port),
    HALL_MEDIA_LISTEN_IP: '127.0.0.1',
    HALL_MEDIA_BASE_PORT: String(options.mediaBasePort),
    HALL_INGEST_LISTEN_HOST: '127.0.0.1',
    HALL_INGEST_PORT_FROM: String(options.ingestPortFrom),
    HALL_INGEST_PORT_TO: String(options.ingestPortFrom + 199),
    HALL_FRAME_CLOCK: 'true',
    ...(options.workers === undefined ? {} : { HALL_MEDIA_WORKERS: String(options.workers) }),
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    ...(options.exercise === true ? { HALL_EXERCISE: 'true' } : {}),
  };
}

function readyLine(line: string): { url: string; caFingerprint: string } | undefined {
  try {
    const entry = JSON.parse(line) as { msg?: unknown; url?: unknown; caFingerprint?: unknown };
    return entry.msg === 'hall ready' && typeof entry.url === 'string' && typeof entry.caFingerprint === 'string'
      ? { url: entry.url, caFingerprint: entry.caFingerprint }
      : undefined;
  } catch {
    return undefined;
  }
}

function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    end();
  });
}
