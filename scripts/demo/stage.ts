import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { electronRuntime } from '../setup/index.mjs';
import { enrolFleet } from '../units/fleet/fleetStore.ts';
import type { FleetMember } from '../units/fleet/member.ts';
import { planFleet } from '../units/fleet/planFleet.ts';
import { startFleet, type Fleet } from '../units/startFleet.ts';
import { enrolDevice } from './enrol.ts';
import { HallControl } from './hallControl.ts';
import { HallProcess } from './hallProcess.ts';

export type StageOptions = {
  readonly units: number;
  /** How many of them are field pages in hidden windows; the others send RTP. */
  readonly pages: number;
  /** X display for the hidden windows of field pages. */
  readonly display: string;
  /** First port; the hall, its workers and its ingest take the ones after it. */
  readonly basePort: number;
  readonly workers?: number;
  readonly say: (text: string) => void;
};

/** A whole hall with units on it, as the demo and the end-to-end tests need it: real server, real senders, a folder of its own. */
export class Stage {
  readonly folder: string;
  readonly hall: HallProcess;
  readonly members: readonly FleetMember[];
  readonly control: HallControl;
  readonly #consoleToken: string;
  #fleet: Fleet | null = null;
  readonly #options: StageOptions;

  private constructor(options: StageOptions, parts: { folder: string; hall: HallProcess; members: FleetMember[]; consoleToken: string }) {
    this.#options = options;
    this.folder = parts.folder;
    this.hall = parts.hall;
    this.members = parts.members;
    this.#consoleToken = parts.consoleToken;
    this.control = HallControl.create({ address: parts.hall.address, token: parts.consoleToken });
  }

  static async create(options: StageOptions): Promise<Stage> {
    const folder = mkdtempSync(path.join(tmpdir(), 'command-hall-'));
    const storageDir = path.join(folder, 'storage');
    options.say('Starting the hall server …');
    const hall = await HallProcess.create({
      storageDir,
      logFile: path.join(folder, 'logs/hall.log'),
      port: options.basePort,
      mediaBasePort: options.basePort + 100,
      ingestPortFrom: options.basePort + 200,
      ...(options.workers === undefined ? {} : { workers: options.workers }),
    });
    const members = await enrolFleet(planFleet({ count: options.units, pages: options.pages }), storageDir);
    const consoleToken = await enrolDevice({ storageDir, role: 'console', name: '演示指挥席' });
    return new Stage(options, { folder, hall, members, consoleToken });
  }

  /** The units; started at the first call. */
  async fleet(): Promise<Fleet> {
    const { display, pages, units, say } = this.#options;
    if (this.#fleet === null) {
      say(`Starting ${units} units (${pages} field pages, ${units - pages} RTP senders) …`);
      this.#fleet = await startFleet({
        hall: { url: this.hall.address.url, caCertificatePem: this.hall.address.caPem },
        members: this.members,
        electron: electronRuntime().executable,
        display,
        log: (message) => this.#log('units.log', message),
      });
    }
    return this.#fleet;
  }

  /** What the console app needs in its environment to be this hall's console, with a profile of its own. */
  consoleEnvironment(): Record<string, string> {
    const tokenFile = path.join(this.folder, 'console.token');
    writeFileSync(tokenFile, this.#consoleToken, { mode: 0o600 });
    return {
      CONSOLE_HALL_URL: this.hall.address.url,
      CONSOLE_CA_FINGERPRINT: this.hall.address.caFingerprint,
      CONSOLE_TOKEN_FILE: tokenFile,
      CONSOLE_USER_DATA: path.join(this.folder, 'console'),
    };
  }

  /** Ends everything and removes the folder. Idempotent. */
  async close(options: { keepFolder?: boolean } = {}): Promise<void> {
    this.control.close();
    await this.#fleet?.close();
    await this.hall.close();
    if (options.keepFolder !== true) {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  #log(file: string, message: string): void {
    mkdirSync(path.join(this.folder, 'logs'), { recursive: true });
    writeFileSync(path.join(this.folder, 'logs', file), `${new Date().toISOString()} ${message}\n`, { flag: 'a' });
  }
}
