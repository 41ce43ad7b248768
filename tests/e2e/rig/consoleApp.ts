import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { electronRuntime } from '../../../scripts/setup/index.mjs';
import { ROOT_ARGUMENTS } from '../../../scripts/demo/consoleProcess.ts';
// For the type of `window.bridge`.
import type {} from '../../../renderer/platform/host.ts';
import { until } from './until.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** The built console, driven from outside. */
export class ConsoleApp {
  readonly app: ElectronApplication;

  private constructor(app: ElectronApplication) {
    this.app = app;
  }

  static async create(options: { display: string; environment: Readonly<Record<string, string>>; logFile: string }): Promise<ConsoleApp> {
    const inherited = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
    const app = await _electron.launch({
      executablePath: electronRuntime().executable,
      args: [...ROOT_ARGUMENTS, root],
      cwd: root,
      env: { ...inherited, ...options.environment, DISPLAY: options.display },
      timeout: 60_000,
    });
    mkdirSync(path.dirname(options.logFile), { recursive: true });
    const log = createWriteStream(options.logFile, { flags: 'a' });
    app.process().stdout?.pipe(log);
    app.process().stderr?.pipe(log);
    return new ConsoleApp(app);
  }

  /** Page of the desk window. */
  desk(): Promise<Page> {
    return until('the desk window', async () => this.#pages('/apps/console/')[0], { withinMs: 30_000 });
  }

  /** Pages of the wall windows by slot, once there are `count` of them. */
  walls(count: number): Promise<Map<string, Page>> {
    let seen: string[] = [];
    return until(
      `${count} wall windows`,
      async () => {
        const slots = new Map<string, Page>();
        for (const page of this.#pages('/apps/wall/')) {
          const slotId = await slotOf(page);
          if (slotId !== null) {
            slots.set(slotId, page);
          }
        }
        seen = [...slots.keys()].toSorted();
        return slots.size === count ? slots : undefined;
      },
      { withinMs: 30_000, everyMs: 250, describe: () => seen },
    );
  }

  /** Process id of a window's renderer, as main knows it. */
  rendererPid(page: Page): Promise<number> {
    const url = page.url();
    return slotOf(page).then((slotId) =>
      this.app.evaluate(
        async ({ BrowserWindow }, wanted) => {
          for (const window of BrowserWindow.getAllWindows()) {
            if (window.webContents.getURL() !== wanted.url) {
              continue;
            }
            const context = (await window.webContents.executeJavaScript('window.bridge.call["window.context"](undefined)')) as { slotId: string | null };
            if (context.slotId === wanted.slotId) {
              return window.webContents.getOSProcessId();
            }
          }
          return 0;
        },
        { url, slotId },
      ),
    );
  }

  /** Where each window lies, as the window system has it. */
  bounds(): Promise<{ url: string; x: number; y: number; width: number; height: number }[]> {
    return this.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({ url: window.webContents.getURL(), ...window.getBounds() })),
    );
  }

  close(): Promise<void> {
    return this.app.close();
  }

  #pages(part: string): Page[] {
    return this.app.windows().filter((page) => !page.isClosed() && page.url().includes(part));
  }
}

async function slotOf(page: Page): Promise<string | null> {
  try {
    const context = await page.evaluate(() => window.bridge?.call['window.context'](undefined));
    return context?.slotId ?? null;
  } catch {
    return null;
  }
}
