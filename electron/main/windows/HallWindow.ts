import type { BrowserWindow } from 'electron';
import type { BridgeEventData, BridgeEventName, WindowRole } from '#protocol/ipc/calls.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { PAGES, pageOf } from '../security/appOrigin.ts';
import type { Log } from '../services/log.ts';
import { crashBackoff, NO_CRASHES } from './crashBackoff.ts';
import { allowReload, NO_RELOADS } from './allowReload.ts';
import type { Rectangle } from './displayFacts.ts';
import { placeWindow } from './placeWindow.ts';
import { watchPulse } from './watchPulse.ts';

const ERR_ABORTED = -3;
/** Time for the answer to reach the page that asked, ms. */
const MEND_DELAY_MS = 250;
/** A wall that is dark for longer than this before its next try says what is going on, ms. */
const DARK_FOR_MS = 500;

type HallWindowOptions = {
  readonly window: BrowserWindow;
  readonly role: WindowRole;
  readonly slotId: SlotId | null;
  readonly url: string;
  readonly area: Rectangle;
  readonly log: Log;
  /** The window is gone without `close()` having been called. */
  readonly onLost: () => void;
  /** Ctrl+Alt+D on a wall: somebody wants to set the machine up. */
  readonly onDeskAsked: () => void;
};

/** One window with its page: puts it on its display and brings the page back whenever it dies. */
export class HallWindow {
  readonly role: WindowRole;
  readonly slotId: SlotId | null;
  readonly #window: BrowserWindow;
  readonly #options: HallWindowOptions;
  #crashes = NO_CRASHES;
  #reloads = NO_RELOADS;
  #timer: NodeJS.Timeout | null = null;
  #stopPulse: () => void = () => undefined;
  #closed = false;

  private constructor(options: HallWindowOptions) {
    this.role = options.role;
    this.slotId = options.slotId;
    this.#window = options.window;
    this.#options = options;
  }

  static create(options: HallWindowOptions): HallWindow {
    const hallWindow = new HallWindow(options);
    hallWindow.#listen();
    hallWindow.place(options.area);
    hallWindow.#load();
    return hallWindow;
  }

  get contentsId(): number {
    return this.#closed ? -1 : this.#window.webContents.id;
  }

  place(area: Rectangle): void {
    if (!this.#closed) placeWindow(this.#window, this.role, area);
  }

  focus(): void {
    if (this.#closed) return;
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.focus();
  }

  /** Loads the page anew, under the policy that holds now. */
  reload(): void {
    if (!this.#closed) this.#load();
  }

  get mended(): number {
    return this.#reloads.count;
  }

  mend(): boolean {
    const { history, allowed } = allowReload(this.#reloads, Date.now());
    this.#reloads = history;
    if (!allowed || this.#closed) return false;
    this.#options.log.warn({ window: this.slotId ?? this.role, count: history.count }, 'the page is loaded anew because its pictures could not be mended');
    this.#cancel();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.reload();
    }, MEND_DELAY_MS);
    return true;
  }

  send<Name extends BridgeEventName>(name: Name, data: BridgeEventData<Name>): void {
    if (!this.#closed && !this.#window.webContents.isCrashed()) this.#window.webContents.send(`hall:event:${name}`, data);
  }

  close(): void {
    if (this.#closed) return;
    this.#stop();
    this.#window.destroy();
  }

  #listen(): void {
    const { window, log, onLost, onDeskAsked } = this.#options;
    const name = { window: this.slotId ?? this.role };
    this.#stopPulse = watchPulse({
      // The one script main ever runs in a page: it says nothing and only waits for the page to come round to it.
      ask: async () => (this.#timer === null && !this.#paused() ? window.webContents.mainFrame.executeJavaScript('0') : 0),
      onDead: () => {
        log.error(name, 'the page does not answer: it is ended');
        window.webContents.forcefullyCrashRenderer();
      },
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      log.error({ ...name, reason: details.reason, exitCode: details.exitCode }, 'the page has died');
      this.#recover();
    });
    window.webContents.on('did-fail-load', (_event, code, reason, url, isMainFrame) => {
      if (!isMainFrame || code === ERR_ABORTED || pageOf(url) === PAGES.recovering) return;
      log.error({ ...name, code, reason, url }, 'the page cannot be loaded');
      this.#recover();
    });
    window.webContents.on('did-navigate', (_event, url) => {
      // Chromium asks nobody before it shows about:blank.
      if ([pageOf(this.#options.url), PAGES.recovering].includes(pageOf(url))) return;
      log.error({ ...name, url }, 'the window has left its page');
      this.#recover();
    });
    window.webContents.on('preload-error', (_event, file, cause) => {
      log.error({ ...name, file, cause }, 'the preload has failed');
    });
    if (this.role === 'wall') {
      window.webContents.on('before-input-event', (event, { type, control, alt, key }) => {
        if (type !== 'keyDown' || !control || !alt || key.toLowerCase() !== 'd') return;
        event.preventDefault();
        onDeskAsked();
      });
      // Alt+F4 on a wall would leave a hole that nobody sits near enough to fill.
      window.on('close', (event) => {
        if (!this.#closed) event.preventDefault();
      });
    }
    window.on('closed', () => {
      if (this.#closed) return;
      this.#stop();
      onLost();
    });
  }

  /** From here on the window may close: the app is ending. */
  release(): void {
    this.#stop();
  }

  /** Whether somebody may have halted the page in its debugger. */
  #paused(): boolean {
    return this.#window.webContents.isDevToolsOpened() || this.#window.webContents.debugger.isAttached();
  }

  #recover(): void {
    const { history, delayMs } = crashBackoff(this.#crashes, Date.now());
    this.#crashes = history;
    this.#cancel();
    if (this.role === 'wall' && delayMs > DARK_FOR_MS) this.#window.loadURL(`${PAGES.recovering}#${this.slotId ?? ''}`).catch(() => undefined);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#closed) this.#load();
    }, delayMs);
  }

  #load(): void {
    // A failure is told by did-fail-load, which knows more than this promise.
    this.#window.loadURL(this.#options.url).catch(() => undefined);
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #stop(): void {
    this.#closed = true;
    this.#stopPulse();
    this.#cancel();
  }
}
