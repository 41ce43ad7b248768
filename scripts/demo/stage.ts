import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallPlace } from '../../sfu/commands/openOperator.ts';
import { electronRuntime } from '../setup/index.mjs';
import { enrolFleet } from '../units/fleet/fleetStore.ts';
import type { FleetMember } from '../units/fleet/member.ts';
import { planFleet } from '../units/fleet/planFleet.ts';
import { startFleet, type Fleet } from '../units/startFleet.ts';
import { CAST, LEADING_PERSON, type CastMember } from './cast.ts';
import { createPeople, enrolDevice, signInPerson } from './enrol.ts';
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
  /** Accounts to make; the leading person is always there. */
  readonly people?: readonly CastMember[];
  /** Who is signed in at the console's desk from the start; null: nobody, so that it shows its sign-in page. Default: the leading person. */
  readonly deskPerson?: string | null;
  /** PostgreSQL of the hall's log. Default: SQLite in its storage folder. */
  readonly databaseUrl?: string;
  /** An exercise hall, whose clock can be steered. Default: no. */
  readonly exercise?: boolean;
  /** Further settings of the hall, as its settings file has them. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly say: (text: string) => void;
};

type Parts = {
  readonly folder: string;
  readonly place: HallPlace;
  readonly hall: HallProcess;
  readonly members: FleetMember[];
  readonly consoleToken: string;
  readonly password: string;
  readonly leadingToken: string;
  readonly deskToken: string | null;
};

/** A whole hall with people and units in it, as the demo and the end-to-end tests need it: real server, real senders, a folder of its own. */
export class Stage {
  readonly folder: string;
  readonly hall: HallProcess;
  readonly place: HallPlace;
  readonly members: readonly FleetMember[];
  readonly control: HallControl;
  /** Of everyone on the stage; another one each time. */
  readonly password: string;
  readonly #parts: Parts;
  #fleet: Fleet | null = null;
  readonly #options: StageOptions;

  private constructor(options: StageOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
    this.folder = parts.folder;
    this.place = parts.place;
    this.hall = parts.hall;
    this.members = parts.members;
    this.password = parts.password;
    this.control = HallControl.create({ address: parts.hall.address, token: parts.leadingToken });
  }

  static async create(options: StageOptions): Promise<Stage> {
    const folder = mkdtempSync(path.join(tmpdir(), 'command-hall-'));
    const storageDir = path.join(folder, 'storage');
    options.say('Starting the hall server …');
    mkdirSync(storageDir, { recursive: true, mode: 0o700 });
    // The usual port of RTMP may be another hall's.
    writeFileSync(path.join(storageDir, 'hall.json'), JSON.stringify({ streams: { rtmpPort: 0 }, ...options.settings }), { mode: 0o600 });
    const hall = await HallProcess.create({
      storageDir,
      logFile: path.join(folder, 'logs/hall.log'),
      port: options.basePort,
      mediaBasePort: options.basePort + 100,
      ingestPortFrom: options.basePort + 200,
      ...(options.workers === undefined ? {} : { workers: options.workers }),
      ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
      ...(options.exercise === undefined ? {} : { exercise: options.exercise }),
    });
    try {
      const place = { storageDir, url: hall.address.url };
      const password = `Ab1-${randomBytes(9).toString('base64url')}`;
      const members = await enrolFleet(planFleet({ count: options.units, pages: options.pages }), place);
      const consoleToken = await enrolDevice({ hall: place, role: 'console', name: '演示指挥席' });
      const leading = CAST.filter(({ username }) => username === LEADING_PERSON);
      const others = (options.people ?? []).filter(({ username }) => username !== LEADING_PERSON);
      await createPeople({ hall: place, people: [...leading, ...others], password });
      const leadingToken = await signInPerson({ hall: place, username: LEADING_PERSON, password });
      const { deskPerson = LEADING_PERSON } = options;
      const deskToken = deskPerson === null ? null : await signInPerson({ hall: place, username: deskPerson, password });
      return new Stage(options, { folder, place, hall, members, consoleToken, password, leadingToken, deskToken });
    } catch (error) {
      await hall.close();
      throw error;
    }
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
    const { consoleToken, deskToken } = this.#parts;
    return {
      CONSOLE_HALL_URL: this.hall.address.url,
      CONSOLE_CA_FINGERPRINT: this.hall.address.caFingerprint,
      CONSOLE_TOKEN_FILE: this.#secretFile('console.token', consoleToken),
      ...(deskToken === null ? {} : { CONSOLE_PERSON_TOKEN_FILE: this.#secretFile('person.token', deskToken) }),
      CONSOLE_USER_DATA: path.join(this.folder, 'console'),
    };
  }

  /** The same for a further machine with a profile of its own: without a wall, not enrolled, nobody signed in. */
  otherConsoleEnvironment(name: string): Record<string, string> {
    return {
      CONSOLE_HALL_URL: this.hall.address.url,
      CONSOLE_CA_FINGERPRINT: this.hall.address.caFingerprint,
      CONSOLE_DISPLAY_PLAN: 'walls=',
      CONSOLE_USER_DATA: path.join(this.folder, name),
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

  #secretFile(name: string, content: string): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  }

  #log(file: string, message: string): void {
    mkdirSync(path.join(this.folder, 'logs'), { recursive: true });
    writeFileSync(path.join(this.folder, 'logs', file), `${new Date().toISOString()} ${message}\n`, { flag: 'a' });
  }
}
