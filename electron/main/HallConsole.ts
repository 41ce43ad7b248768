import { hostname } from 'node:os';
import path from 'node:path';
import { app, dialog, screen, shell, type Session } from 'electron';
import { AppError } from '#protocol/errors.ts';
import type { Display, HallProbe, ServerAddress, Settings } from '#protocol/ipc/calls.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { askHall } from './guest/askHall.ts';
import { probeHall } from './guest/probeHall.ts';
import type { HallMachine } from './ipc/callHandlers.ts';
import { PAGES } from './security/appOrigin.ts';
import { pinCertificate } from './security/certificatePin.ts';
import { keepAutostart } from './services/autostart.ts';
import { createBrowserDoor } from './services/browserDoor.ts';
import type { Log } from './services/log.ts';
import { displayLabel, notice } from './services/notices.ts';
import type { SettingsStore } from './services/SettingsStore.ts';
import type { TokenStore } from './services/TokenStore.ts';
import { describeDisplays, displayFacts } from './windows/displayFacts.ts';
import { HallWindow } from './windows/HallWindow.ts';
import { HallWindows, type WindowWish } from './windows/HallWindows.ts';
import { planDisplays, type DisplayPlan } from './windows/planDisplays.ts';
import { createWindow } from './windows/windowFactory.ts';

const IDENTIFY_MS = 4_000;
/** Time for the answer to `settings.save` to reach the page that is then loaded anew. */
const RELOAD_DELAY_MS = 250;

type ConsoleOptions = {
  readonly session: Session;
  readonly partition: string;
  readonly preloads: string;
  readonly settings: SettingsStore;
  readonly tokens: TokenStore;
  /** Of a person whom the start command signs in. */
  readonly personToken: string | null;
  readonly log: Log;
};

/** The machine as a whole: which windows stand on which displays, under which settings. */
export class HallConsole implements HallMachine {
  readonly appVersion = app.getVersion();
  readonly deviceName = hostname();
  readonly log: Log;
  readonly windows: HallWindows;
  readonly #options: ConsoleOptions;
  readonly openBrowser = createBrowserDoor({ open: (url) => shell.openExternal(url), now: () => Date.now() });
  #plan: DisplayPlan = { desk: null, walls: [], memory: {} };
  /** Somebody wants a desk on a machine that is a wall, to set it up. */
  #deskAsked = false;
  /** Never on disk: who sat here must not be who sits here after a restart. */
  #person: { readonly token: string; readonly caFingerprint: string } | null;

  private constructor(options: ConsoleOptions) {
    this.#options = options;
    const { server } = options.settings.current;
    this.#person = options.personToken === null || server === null ? null : { token: options.personToken, caFingerprint: server.caFingerprint };
    this.log = options.log;
    this.windows = HallWindows.create({
      open: (wish) => this.#open(wish),
      onDeskClosed: () => {
        this.#deskClosed();
      },
    });
  }

  static create(options: ConsoleOptions): HallConsole {
    const hallConsole = new HallConsole(options);
    hallConsole.#pin();
    hallConsole.#keepAutostart();
    return hallConsole;
  }

  settings(): Settings {
    return this.#options.settings.current;
  }

  token(): string | null {
    return this.#options.tokens.tokenFor(this.settings().server);
  }

  personToken(): string | null {
    const person = this.#person;
    const { server } = this.settings();
    return person !== null && person.caFingerprint === server?.caFingerprint ? person.token : null;
  }

  /** Errors: disconnected (no hall is set). */
  keepPerson(token: string): void {
    const { server } = this.settings();
    if (server === null) throw new AppError('disconnected', { detail: 'nobody can be signed in without a hall' });
    this.#person = { token, caFingerprint: server.caFingerprint };
    this.windows.desk?.send('context.changed', undefined);
  }

  forgetPerson(): void {
    this.#person = null;
    this.windows.desk?.send('context.changed', undefined);
  }

  probe(server: ServerAddress): Promise<HallProbe> {
    return probeHall(server);
  }

  /** Errors: as the hall answers; forbidden for the code of something that is no console. */
  async enrol(server: ServerAddress, code: string): Promise<string> {
    const client = { name: this.deviceName.slice(0, 64), version: this.appVersion.slice(0, 32) };
    const { token, role, name } = await askHall(server, 'session.redeemCode', { code, client });
    if (role !== 'console') throw new AppError('forbidden', { detail: `the code is a ${role}'s` });
    if ((await this.#options.tokens.save(token, server.caFingerprint)) === 'memory') this.tell('tokenInMemory');
    this.log.info({ name, hall: server.url }, 'machine enrolled');
    this.windows.broadcast('context.changed', undefined);
    return name;
  }

  displays(): Display[] {
    return describeDisplays(this.#facts(), this.#plan);
  }

  identify(): void {
    const { locale } = this.settings();
    for (const window of this.windows.all) {
      window.send('display.identified', { label: displayLabel(window.slotId, locale), forMs: IDENTIFY_MS });
    }
  }

  async save(settings: Settings): Promise<Settings> {
    const before = this.settings();
    const after = await this.#options.settings.save(settings);
    this.#keepAutostart();
    this.arrange();
    const samePeers = JSON.stringify([before.server, before.streetsUrl]) === JSON.stringify([after.server, after.streetsUrl]);
    if (samePeers) {
      this.windows.broadcast('context.changed', undefined);
      return after;
    }
    this.#pin();
    await this.#options.session.closeAllConnections();
    // A page keeps the policy it was loaded with, and that one names the old hall.
    setTimeout(() => {
      this.windows.reload();
    }, RELOAD_DELAY_MS);
    return after;
  }

  /** A desk on a wall machine, until it is closed. */
  askForDesk(): void {
    this.#deskAsked = true;
    this.arrange();
    this.windows.desk?.focus();
  }

  /** Each window gets an equal part of the machine's budget. */
  videoBudgetKbit(): number | null {
    const { videoBudgetMbps } = this.settings();
    const windows = Math.max(1, this.#plan.walls.length + (this.#plan.desk === null ? 0 : 1));
    return videoBudgetMbps === null ? null : Math.floor((videoBudgetMbps * 1_000) / windows);
  }

  reloadWall(slotId: SlotId | null): boolean {
    return slotId !== null && (this.windows.wallAt(slotId)?.mend() ?? false);
  }

  reloadsOf(slotId: SlotId | null): number {
    return slotId === null ? 0 : (this.windows.wallAt(slotId)?.mended ?? 0);
  }

  /** Makes the windows fit the displays and the settings as they are now. */
  arrange(): void {
    const settings = this.settings();
    const partBefore = this.videoBudgetKbit();
    this.#plan = planDisplays(this.#facts(), this.#deskAsked ? { ...settings, machine: 'console' } : settings, this.#plan.memory);
    const { desk, walls } = this.#plan;
    this.log.info({ desk: desk?.displayKey ?? null, walls: walls.map((wall) => `${wall.slotId}=${wall.displayKey}`) }, 'displays arranged');
    this.windows.apply(this.#plan);
    this.windows.desk?.send('displays.changed', this.displays());
    if (this.videoBudgetKbit() !== partBefore) this.windows.broadcast('context.changed', undefined);
  }

  /** Shows a sentence without stopping anything. */
  tell(name: Parameters<typeof notice>[0], place = ''): void {
    const { message, detail } = notice(name, this.settings().locale, place);
    dialog.showMessageBox({ type: 'warning', message, detail, title: app.name }).catch((cause: unknown) => {
      this.log.error({ cause, message }, 'a notice cannot be shown');
    });
  }

  #deskClosed(): void {
    if (this.settings().machine === 'console') {
      app.quit();
      return;
    }
    this.#deskAsked = false;
    this.forgetPerson();
    this.arrange();
  }

  /** Only of a program that is installed: one that is run from its sources has no place of its own. */
  #keepAutostart(): void {
    if (!app.isPackaged) return;
    try {
      const folder = path.join(app.getPath('appData'), 'autostart');
      const executable = process.env['APPIMAGE'] ?? app.getPath('exe');
      keepAutostart({ platform: process.platform, folder, executable, setLoginItem: (openAtLogin) => { app.setLoginItemSettings({ openAtLogin }); } }, this.settings().machine === 'wall');
    } catch (cause) {
      this.log.error({ cause }, 'the machine cannot be told to start the program by itself');
    }
  }

  #facts() {
    return displayFacts(screen.getAllDisplays(), screen.getPrimaryDisplay().id);
  }

  #pin(): void {
    const { session, settings, log } = this.#options;
    pinCertificate(session, settings.current.server, (host) => {
      log.error({ host }, 'the certificate is not one of the pinned CA: connection refused');
    });
  }

  #open({ role, slotId, area, onLost }: WindowWish): HallWindow {
    const { partition, preloads, log } = this.#options;
    const preload = path.join(preloads, `${role}.cjs`);
    const window = createWindow({ role, bounds: area, preload, partition, devTools: !app.isPackaged });
    return HallWindow.create({ window, role, slotId, url: PAGES[role], area, log, onLost, onDeskAsked: () => { this.askForDesk(); } });
  }
}
