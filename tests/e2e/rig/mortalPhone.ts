import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright';
import { keyHashOf, PHONE_PLACE } from './phoneBrowser.ts';

/** The smallest that is still carried. */
const VIEWPORT = { width: 360, height: 640 };
const START_WITHIN_MS = 30_000;

type Hall = { readonly url: string; readonly caPem: string };

/** Debian's Chromium as a phone that can die at any moment: its process is killed, its storage stays for the next start. */
export class MortalPhone {
  readonly #folder: string;
  readonly #hall: Hall;
  #child: ChildProcess | null = null;
  #page: Page | null = null;

  private constructor(hall: Hall) {
    this.#hall = hall;
    this.#folder = mkdtempSync(path.join(tmpdir(), 'mortal-phone-'));
  }

  static create(hall: Hall): MortalPhone {
    return new MortalPhone(hall);
  }

  /** The page that is open. */
  get page(): Page {
    if (this.#page === null) throw new Error('the phone is off');
    return this.#page;
  }

  /** Turns it on and opens an address; by default where the installed page begins. */
  async open(url = `${this.#hall.url}/field/apps/field/`): Promise<Page> {
    const child = spawn('/usr/bin/chromium', [
      '--headless=new',
      // Chromium refuses its sandbox to root; this is a test's phone, not the product.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${this.#folder}`,
      '--remote-debugging-port=0',
      '--no-first-run',
      '--lang=zh-CN',
      '--use-fake-device-for-media-stream=fps=15',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      `--ignore-certificate-errors-spki-list=${keyHashOf(this.#hall.caPem)}`,
      'about:blank',
    ], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    const browser = await chromium.connectOverCDP(await debuggerOf(child));
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the phone has no profile');
    await context.grantPermissions(['geolocation', 'camera', 'microphone'], { origin: this.#hall.url });
    await context.setGeolocation(PHONE_PLACE);
    const page = context.pages()[0] ?? (await context.newPage());
    await page.setViewportSize(VIEWPORT);
    await page.goto(url);
    this.#page = page;
    return page;
  }

  /** The same page once more, beside the one that is open. */
  async openBeside(): Promise<Page> {
    const page = await this.page.context().newPage();
    await page.setViewportSize(VIEWPORT);
    await page.goto(this.page.url());
    return page;
  }

  /** Leaves no room for anything more on the phone until the answer is called. */
  async fill(): Promise<() => Promise<void>> {
    // The limit lasts as long as this session.
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: this.#hall.url, quotaSize: 1 });
    return () => session.detach();
  }

  /** As when the battery is empty: nothing is told, nothing is written that was not written. Idempotent. */
  async die(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    this.#page = null;
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.die();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** The address that Chromium prints for whoever drives it. */
function debuggerOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the phone did not start in time')), START_WITHIN_MS);
    child.once('exit', (code) => reject(new Error(`the phone ended with ${code}`)));
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
