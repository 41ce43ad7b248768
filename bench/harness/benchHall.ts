import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FeedId, UnitId } from '#protocol/nouns/ids.ts';
import { CAST, LEADING_PERSON } from '../../scripts/demo/cast.ts';
import { createPeople, enrolDevice, signInPerson } from '../../scripts/demo/enrol.ts';
import { HallControl } from '../../scripts/demo/hallControl.ts';
import { HallProcess } from '../../scripts/demo/hallProcess.ts';
import { startVirtualDisplays, type VirtualDisplays } from '../../scripts/displays/startVirtualDisplays.ts';
import { electronRuntime } from '../../scripts/setup/index.mjs';
import { enrolFleet } from '../../scripts/units/fleet/fleetStore.ts';
import type { FleetMember } from '../../scripts/units/fleet/member.ts';
import { planFleet } from '../../scripts/units/fleet/planFleet.ts';
import type { SourceOptions } from '../pages/source.ts';
import { PageHost } from './pageHost.ts';
import { startPageServer, type PageServer } from './pageServer.ts';

/** Beside the demo's and the tests' ports. */
const BASE_PORT = 19_600;
const UNITS = 16;
const SENDING_WITHIN_MS = 90_000;
const SENDER_WINDOW = { x: 1_920, y: 0, width: 640, height: 360 };
const SENDERS = 'senders';

type Parts = {
  readonly folder: string;
  readonly displays: VirtualDisplays;
  readonly pages: PageServer;
  readonly hall: HallProcess;
  readonly units: readonly FleetMember[];
  readonly consoleToken: string;
  readonly personToken: string;
};

/** What every bench stands on: a real hall with a folder of its own, two virtual displays, bench pages, and units that send. All on loopback. */
export class BenchHall {
  readonly folder: string;
  readonly displays: VirtualDisplays;
  readonly hall: HallProcess;
  readonly control: HallControl;
  readonly consoleToken: string;
  readonly personToken: string;
  readonly #pages: PageServer;
  readonly #units: readonly FleetMember[];
  #senders: PageHost | null = null;

  private constructor(parts: Parts) {
    this.folder = parts.folder;
    this.displays = parts.displays;
    this.hall = parts.hall;
    this.consoleToken = parts.consoleToken;
    this.personToken = parts.personToken;
    this.#pages = parts.pages;
    this.#units = parts.units;
    this.control = HallControl.create({ address: parts.hall.address, token: parts.personToken });
  }

  static async create(options: { say: (text: string) => void }): Promise<BenchHall> {
    const { say } = options;
    const folder = mkdtempSync(path.join(tmpdir(), 'bench-hall-'));
    const storageDir = path.join(folder, 'storage');
    mkdirSync(storageDir);
    const started: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
    try {
      say('Bundling the bench pages …');
      const pages = await startPageServer();
      started.push(() => pages.close());
      say('Starting two virtual displays and a hall …');
      const displays = await startVirtualDisplays({ count: 2 });
      started.push(() => displays.close());
      writeFileSync(path.join(storageDir, 'hall.json'), JSON.stringify({ allowedOrigins: [pages.origin], streams: { rtmpPort: 0 } }));
      const hall = await HallProcess.create({
        storageDir,
        logFile: path.join(folder, 'logs/hall.log'),
        port: BASE_PORT,
        mediaBasePort: BASE_PORT + 100,
        ingestPortFrom: BASE_PORT + 200,
      });
      started.push(() => hall.close());
      const place = { storageDir, url: hall.address.url };
      const members = await enrolFleet(planFleet({ count: UNITS, pages: UNITS }), place);
      const consoleToken = await enrolDevice({ hall: place, role: 'console', name: 'bench' });
      const password = `Ab1-${randomBytes(9).toString('base64url')}`;
      await createPeople({ hall: place, people: CAST.filter(({ username }) => username === LEADING_PERSON), password });
      const personToken = await signInPerson({ hall: place, username: LEADING_PERSON, password });
      return new BenchHall({ folder, displays, pages, hall, units: members, consoleToken, personToken });
    } catch (error) {
      for (const undo of started.toReversed()) {
        await undo();
      }
      throw error;
    }
  }

  /** Of a person at a desk: bench pages ask as one. */
  get access(): { url: string; token: string } {
    return { url: this.hall.address.url, token: this.personToken };
  }

  /** Of the unit that sends when only one does. */
  get firstUnitId(): UnitId | null {
    return this.#units[0]?.unitId ?? null;
  }

  /** Of a unit at its own device; the one that sends when only one does. */
  get unitAccess(): { url: string; token: string } {
    return { url: this.hall.address.url, token: this.#units[0]?.token ?? '' };
  }

  /** A new Electron for pages. The caller ends it. */
  openPages(): Promise<PageHost> {
    return PageHost.create({
      electron: electronRuntime().executable,
      display: this.displays.display,
      origin: this.#pages.origin,
      caFingerprint: this.hall.address.caFingerprint,
      log: (message) => this.log(message),
    });
  }

  /** Has this many units send, in an Electron apart from all that is measured; ends those that sent before. */
  async send(options: { units: number; source: SourceOptions }): Promise<FeedId[]> {
    const { units, source } = options;
    if (this.#senders === null) {
      this.#senders = await this.openPages();
      await this.#senders.open({ window: SENDERS, bounds: SENDER_WINDOW });
    }
    const tokens = this.#units.slice(0, units).map(({ token }) => token);
    return this.#senders.call(SENDERS, 'sendToHall', { url: this.hall.address.url, tokens, source }, { withinMs: SENDING_WITHIN_MS });
  }

  /** The page of the senders, for what else it can send. Errors: before `send`. */
  get senders(): { host: PageHost; window: string } {
    if (this.#senders === null) {
      throw new Error('nothing has been sent yet');
    }
    return { host: this.#senders, window: SENDERS };
  }

  async stopSending(): Promise<void> {
    await this.#senders?.call(SENDERS, 'stopSending');
  }

  log(message: string): void {
    appendFileSync(path.join(this.folder, 'bench.log'), `${new Date().toISOString()} ${message}\n`);
  }

  /** Ends everything. Idempotent. */
  async close(options: { keepFolder: boolean }): Promise<void> {
    this.control.close();
    await this.#senders?.end();
    await this.hall.close();
    await this.displays.close();
    this.#pages.close();
    if (!options.keepFolder) {
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  }
}
