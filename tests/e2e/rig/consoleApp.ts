import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { _electron, errors, type ElectronApplication, type Page } from 'playwright';
import { electronEnvironment, electronRuntime } from '../../../scripts/setup/index.mjs';
import { ROOT_ARGUMENTS } from '../../../scripts/demo/consoleProcess.ts';
import { until } from './until.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** A renderer that does not answer within this is taken for one that is being made anew, ms. */
const ANSWER_WITHIN_MS = 3_000;

/** The driver attaches in two seconds or not at all, ms. */
const ATTACH_WITHIN_MS = 25_000;
const LAUNCHES = 3;

/** One wall window as main has it now. */
export type WallWindow<Answer> = {
  readonly slotId: string;
  /** Process id of its renderer. */
  readonly pid: number;
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly answer: Answer;
};

/** The built console, driven from outside. */
export class ConsoleApp {
  readonly app: ElectronApplication;

  private constructor(app: ElectronApplication) {
    this.app = app;
  }

  /** `switches`: further ones for Chromium. */
  static async create(options: { display: string; environment: Readonly<Record<string, string>>; logFile: string; switches?: readonly string[] }): Promise<ConsoleApp> {
    const app = await launched({
      executablePath: electronRuntime().executable,
      args: [...ROOT_ARGUMENTS, ...(options.switches ?? []), root],
      cwd: root,
      env: electronEnvironment(options.display, options.environment),
      timeout: ATTACH_WITHIN_MS,
    });
    mkdirSync(path.dirname(options.logFile), { recursive: true });
    const log = createWriteStream(options.logFile, { flags: 'a' });
    app.process().stdout?.pipe(log);
    app.process().stderr?.pipe(log);
    return new ConsoleApp(app);
  }

  /** Page of the desk window. */
  desk(): Promise<Page> {
    return until('the desk window', async () => this.app.windows().find((page) => !page.isClosed() && page.url().includes('/apps/console/')), { withinMs: 30_000 });
  }

  /**
   * Runs `read` in every wall window that answers, by slot. Asked through main rather than through the driver's pages,
   * which stay dead after a renderer has crashed.
   */
  async readWalls<Answer, Input>(read: (input: Input) => Answer | Promise<Answer>, input: Input, options: { answerWithinMs: number } = { answerWithinMs: ANSWER_WITHIN_MS }): Promise<WallWindow<Answer>[]> {
    const windows = await this.app.evaluate(
      async ({ BrowserWindow }, { source, answerWithinMs }) => {
        const walls = BrowserWindow.getAllWindows().filter((window) => window.webContents.getURL().includes('/apps/wall/') && !window.webContents.isCrashed());
        return Promise.all(
          walls.map(async (window) => {
            const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), answerWithinMs));
            const answer = (await Promise.race([window.webContents.executeJavaScript(source), late]).catch(() => null)) as { slotId: string | null; answer: unknown } | null;
            return answer === null ? null : { ...answer, pid: window.webContents.getOSProcessId(), bounds: window.getBounds() };
          }),
        );
      },
      { source: inWindow(read, input), answerWithinMs: options.answerWithinMs },
    );
    return (windows.filter((window) => window?.slotId !== null && window !== null) as WallWindow<Answer>[]).toSorted((one, other) =>
      one.slotId.localeCompare(other.slotId),
    );
  }

  /** What each wall window is about, from the slot's pictures to having no hall at all; in no order. */
  wallStages(): Promise<string[]> {
    return Promise.all(this.#walls().map(async (page) => (await page.locator('[data-stage]').getAttribute('data-stage', { timeout: ANSWER_WITHIN_MS }).catch(() => null)) ?? 'none'));
  }

  /** The large words on each wall window that shows no pictures. */
  wallWords(): Promise<string[]> {
    return Promise.all(this.#walls().map(async (page) => (await page.locator('h1').textContent({ timeout: ANSWER_WITHIN_MS })) ?? ''));
  }

  /** Slots whose windows say that their page is being brought back. */
  recoveringSlots(): Promise<string[]> {
    return this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().flatMap((window) => window.webContents.getURL().match(/recovering\.html#(.+)$/)?.[1] ?? []));
  }

  /** Whether the system has a key store, so that the machine's token outlives the program. */
  keepsSecrets(): Promise<boolean> {
    return this.app.evaluate(({ safeStorage }) => safeStorage.isEncryptionAvailable() && !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()));
  }

  /** Waits until exactly these slots have a window. */
  async untilWalls(slotIds: readonly string[]): Promise<WallWindow<null>[]> {
    let seen: WallWindow<null>[] = [];
    return until(
      `wall windows ${slotIds.join(', ')}`,
      async () => {
        seen = await this.readWalls(() => null, null);
        return seen.map((window) => window.slotId).join() === slotIds.join() ? seen : undefined;
      },
      { withinMs: 30_000, everyMs: 250, describe: () => seen },
    );
  }

  close(): Promise<void> {
    return this.app.close();
  }

  #walls(): Page[] {
    return this.app.windows().filter((page) => !page.isClosed() && page.url().includes('/apps/wall/'));
  }
}

function inWindow<Input>(read: (input: Input) => unknown, input: Input): string {
  return `(async () => {
    const slotId = document.querySelector('[data-slot-id]')?.dataset.slotId ?? null;
    return { slotId, answer: slotId === null ? null : await (${read.toString()})(${JSON.stringify(input)}) };
  })()`;
}

/**
 * The driver attaches to an app that already runs and opens its windows. Now and then a window that appears in the midst of
 * it leaves the driver waiting for ever, while the app itself is up; it then ends the app, and a fresh one is started.
 */
async function launched(options: Parameters<typeof _electron.launch>[0], attempt = 1): Promise<ElectronApplication> {
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (!(error instanceof errors.TimeoutError) || attempt === LAUNCHES) {
      throw error;
    }
    console.log(`the driver did not attach to launch ${attempt}; launching again`);
    return launched(options, attempt + 1);
  }
}
