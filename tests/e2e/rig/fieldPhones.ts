import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from 'playwright';
import { ROOT_ARGUMENTS } from '../../../scripts/demo/consoleProcess.ts';
import { electronEnvironment, electronRuntime } from '../../../scripts/setup/index.mjs';
import { until } from './until.ts';

const MAIN = path.resolve(import.meta.dirname, '../../../scripts/units/fieldHost/main.cjs');
const START_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 3_000;

/** Phones in the hands of field teams: hidden windows with fake cameras as the fleet has them, and fingers that reach them. */
export class FieldPhones {
  readonly #child: ChildProcess;
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(parts: { child: ChildProcess; browser: Browser; folder: string }) {
    this.#child = parts.child;
    this.#browser = parts.browser;
    this.#folder = parts.folder;
  }

  static async create(options: { display: string; caFingerprint: string }): Promise<FieldPhones> {
    const folder = mkdtempSync(path.join(tmpdir(), 'field-phones-'));
    const child = spawn(electronRuntime().executable, [...ROOT_ARGUMENTS, `--user-data-dir=${folder}`, '--remote-debugging-port=0', MAIN], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: electronEnvironment(options.display),
    });
    try {
      const browser = await chromium.connectOverCDP(await debuggerOf(child));
      const phones = new FieldPhones({ child, browser, folder });
      phones.#order({ type: 'trust', caFingerprint: options.caFingerprint });
      return phones;
    } catch (error) {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Opens an address on a phone that nobody used before. */
  async open(name: string, url: string): Promise<Page> {
    const before = new Set(this.#pages());
    this.#order({ type: 'open', unitId: name, url });
    const page = await until(`the page of ${name}`, async () => this.#pages().find((candidate) => !before.has(candidate)), { withinMs: 15_000 });
    await page.waitForLoadState();
    return page;
  }

  /** Where the phone believes it is from now on. */
  move(name: string, [longitudeDeg, latitudeDeg]: readonly [number, number]): void {
    this.#order({ type: 'position', unitId: name, longitudeDeg, latitudeDeg });
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#browser.close();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.stdin?.end();
      const force = setTimeout(() => this.#child.kill('SIGKILL'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(force);
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  #pages(): Page[] {
    return this.#browser.contexts().flatMap((context) => context.pages());
  }

  #order(order: Record<string, unknown>): void {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
  }
}

/** The address that Chromium prints for whoever drives it. */
function debuggerOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the phones did not start in time')), START_WITHIN_MS);
    child.once('exit', (code) => reject(new Error(`the phones ended with ${code}`)));
    child.once('error', reject);
    createInterface({ input: child.stderr! }).on('line', (line) => {
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) {
        clearTimeout(late);
        resolve(address);
      }
    });
  });
}
