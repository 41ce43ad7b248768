import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const MAIN = path.resolve(import.meta.dirname, '../../sfu/main.ts');
const START_WITHIN_MS = 90_000;

export type HallPlace = {
  readonly storageDir: string;
  readonly databaseUrl: string | null;
  /** Of HTTPS; those after it are the media workers' and plain RTP's. */
  readonly port: number;
};

/** The hall as its operator starts it, in a process of its own, on one media worker. */
export class HallProcess {
  readonly place: HallPlace;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #said = '';

  private constructor(place: HallPlace, child: ChildProcess) {
    this.place = place;
    this.#child = child;
    this.#exited = once(child, 'close');
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
    }
  }

  /** Resolves when it serves. Errors: when it does not start; `message` is what it said. */
  static async start(place: HallPlace): Promise<HallProcess> {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('HALL_') && name !== 'DATABASE_URL');
    const settings = {
      HALL_STORAGE_DIR: place.storageDir,
      HALL_PORT: String(place.port),
      HALL_LISTEN_HOST: '127.0.0.1',
      HALL_PUBLIC_HOSTS: '127.0.0.1',
      HALL_MEDIA_WORKERS: '1',
      HALL_MEDIA_BASE_PORT: String(place.port + 1),
      HALL_INGEST_PORT_FROM: String(place.port + 10),
      HALL_INGEST_PORT_TO: String(place.port + 19),
      // Its usual port may be another hall's.
      HALL_STREAMS_RTMP_PORT: '0',
      ...(place.databaseUrl === null ? {} : { DATABASE_URL: place.databaseUrl }),
    };
    const child = spawn(process.execPath, [MAIN], { env: { ...Object.fromEntries(own), ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
    const hall = new HallProcess(place, child);
    const giveUpAt = Date.now() + START_WITHIN_MS;
    while (!hall.#said.includes('"msg":"hall ready"')) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > giveUpAt) {
        await hall.kill();
        throw new Error(`the hall did not start (${child.exitCode ?? 'too slow'}): ${hall.#said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return hall;
  }

  get url(): string {
    return `https://127.0.0.1:${this.place.port}`;
  }

  get caPem(): string {
    return readFileSync(path.join(this.place.storageDir, 'tls/ca.crt'), 'utf8');
  }

  /** Lines of its log that tell of faults. */
  get faults(): readonly string[] {
    return this.#said.split('\n').filter((line) => /^\{"level":"(error|fatal)"/.test(line));
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    this.#child.kill(signal);
    await this.#exited;
  }
}
