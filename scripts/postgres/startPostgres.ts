import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { postgresPrograms } from './programs.ts';
import { serverUser, type ServerUser } from './serverUser.ts';

const USER = 'hall';
const START_WITHIN_MS = 20_000;
const INITDB_WITHIN_MS = 60_000;

/** A server of our own, empty at first. */
export interface PostgresServer {
  /** DATABASE_URL of its first database. */
  readonly databaseUrl: string;
  /** Makes an empty database and answers its DATABASE_URL. */
  createDatabase(): Promise<string>;
  /** Takes the server away: connections are ended (`fast`) or cut as in a crash (`immediate`). */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  /** Brings it back under the same address. */
  start(): Promise<void>;
  /** Stops it and removes its folder. Idempotent. */
  close(): Promise<void>;
}

/** Makes and starts a server, reached on this machine alone. `settings` are the server's own (`postgresql.conf`). Errors: Error that says what failed. */
export async function startPostgres({ settings = {} }: { settings?: Readonly<Record<string, string>> } = {}): Promise<PostgresServer> {
  const programs = postgresPrograms();
  const user = serverUser();
  const folder = mkdtempSync(path.join(tmpdir(), 'hall-postgres-'));
  user.own(folder);
  try {
    const password = randomBytes(12).toString('hex');
    await initialise({ programs, user, folder, password });
    const server = new Server({ programs, user, folder, port: await freePort(), settings });
    await server.start();
    const urlOf = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${server.port}/${database}`;
    const createDatabase = async () => {
      const name = `hall_${randomBytes(6).toString('hex')}`;
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      try {
        await client.query(`create database ${name}`);
      } finally {
        await client.end();
      }
      return urlOf(name);
    };
    return {
      databaseUrl: await createDatabase(),
      createDatabase,
      stop: (how) => server.stop(how),
      start: () => server.start(),
      async close() {
        await server.stop('immediate');
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

type Place = { readonly programs: string; readonly user: ServerUser; readonly folder: string };

async function initialise({ programs, user, folder, password }: Place & { readonly password: string }): Promise<void> {
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  user.own(passwordFile);
  const args = ['--pgdata', path.join(folder, 'data'), '--username', USER, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'];
  const { file, args: all } = user.command(path.join(programs, 'initdb'), args);
  const child = spawn(file, all, { ...user.ids, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: plainEnvironment(), timeout: INITDB_WITHIN_MS });
  const said = textOf(child);
  const [code] = (await once(child, 'close')) as [number | null];
  rmSync(passwordFile);
  if (code !== 0) {
    throw new Error(`initdb failed: ${said.text().trim()}`);
  }
}

class Server {
  readonly port: number;
  readonly #place: Place;
  readonly #settings: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;

  constructor({ port, settings, ...place }: Place & { readonly port: number; readonly settings: Readonly<Record<string, string>> }) {
    this.port = port;
    this.#place = place;
    this.#settings = settings;
  }

  async start(): Promise<void> {
    if (this.#child !== undefined) {
      return;
    }
    const { programs, user, folder } = this.#place;
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, max_connections: '60', log_min_messages: 'log', ...this.#settings };
    const { file, args } = user.command(path.join(programs, 'postgres'), [
      '-D', path.join(folder, 'data'), '-p', String(this.port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    const child = spawn(file, args, { ...user.ids, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: plainEnvironment() });
    this.#child = child;
    child.once('exit', () => {
      this.#child = undefined;
    });
    await readiness(child);
  }

  async stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const child = this.#child;
    if (child !== undefined) {
      const exited = once(child, 'exit');
      child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await exited;
    }
  }
}

function readiness(child: ChildProcess): Promise<void> {
  const said = textOf(child);
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGQUIT');
      reject(new Error(`the PostgreSQL server did not start: ${why}: ${said.text().trim()}`));
    };
    const timer = setTimeout(() => fail('it took too long'), START_WITHIN_MS);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`it ended with ${code}`));
    child.stderr?.on('data', () => {
      if (said.text().includes('ready to accept connections')) {
        clearTimeout(timer);
        resolve();
      }
    });
  });
}

/** The beginning of what a program says; more is read and dropped, lest it wait for a reader. */
function textOf(child: ChildProcess): { text(): string } {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(0, 16_384);
  });
  return { text: () => text };
}

/** Messages in English, and nothing of the caller's settings for PostgreSQL's programs. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_') && name !== 'LANGUAGE');
  return { ...Object.fromEntries(own), LANG: 'C', LC_ALL: 'C' };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
