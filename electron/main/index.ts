import path from 'node:path';
import { app, ipcMain, Menu, powerSaveBlocker, safeStorage, screen, session as sessions, type WebContents } from 'electron';
import { HallConsole } from './HallConsole.ts';
import { callHandlers } from './ipc/callHandlers.ts';
import { registerCalls } from './ipc/registerCalls.ts';
import { registerAppScheme, serveAppScheme } from './security/appScheme.ts';
import { guardNavigation } from './security/navigation.ts';
import { guardPermissions } from './security/permissions.ts';
import { chromiumSwitches, DEBUGGER_SWITCHES } from './services/chromiumSwitches.ts';
import { createLog } from './services/log.ts';
import { RotatingFile } from './services/RotatingFile.ts';
import { SettingsStore } from './services/SettingsStore.ts';
import { readStartOptions, StartOptionError, type StartOptions } from './services/startOptions.ts';
import { readGivenToken, systemVault, TokenStore } from './services/TokenStore.ts';
import { watchDisplays } from './windows/watchDisplays.ts';
import { popoutOptions } from './windows/windowOptions.ts';

const PARTITION = 'persist:hall';
const OUT = path.join(import.meta.dirname, '..');

/** Everything that Electron wants to know before it is ready; false when this start must end here. */
function prepare(options: StartOptions): boolean {
  if (options.userData !== null) app.setPath('userData', path.resolve(options.userData));
  app.setAppLogsPath(path.join(app.getPath('userData'), 'logs'));
  // The call undoes a `--no-sandbox` that the start command gave, and then no process starts where Chromium cannot
  // sandbox, such as under root. Windows ask for their own sandbox in any case.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Without it a crash of the graphics process bars the pages from WebGL until someone reloads them.
  app.disableDomainBlockingFor3DAPIs();
  for (const [name, value] of chromiumSwitches((switchName) => app.commandLine.getSwitchValue(switchName))) {
    app.commandLine.appendSwitch(name, value);
  }
  if (app.isPackaged) DEBUGGER_SWITCHES.forEach((name) => { app.commandLine.removeSwitch(name); });
  registerAppScheme();
  // Electron's own menu reloads pages and opens developer tools.
  if (app.isPackaged) Menu.setApplicationMenu(null);
  return app.requestSingleInstanceLock();
}

async function start(options: StartOptions): Promise<void> {
  const userData = app.getPath('userData');
  const log = createLog(RotatingFile.create({ file: path.join(app.getPath('logs'), 'main.log'), maxBytes: 5_000_000, keep: 5 }));
  // A fault in one action must not end the wall, nor stand on it as a dialog.
  process.on('uncaughtException', (cause) => { log.error({ cause }, 'uncaught'); });
  process.on('unhandledRejection', (cause) => { log.error({ cause }, 'unhandled rejection'); });
  if (app.commandLine.hasSwitch('no-sandbox')) log.warn({}, 'started without the sandbox: for tests only');
  log.info({ version: app.getVersion(), electron: process.versions.electron, userData }, 'console starts');

  const settings = SettingsStore.create({ file: path.join(userData, 'settings.json'), overrides: options.overrides, log });
  const tokens = await TokenStore.create({
    file: path.join(userData, 'token.bin'),
    tokenFile: options.tokenFile,
    vault: await systemVault(safeStorage),
    log,
  });
  const session = sessions.fromPartition(PARTITION);
  const hallConsole = HallConsole.create({
    session,
    partition: PARTITION,
    preloads: path.join(OUT, 'preload'),
    settings,
    tokens,
    personToken: options.personTokenFile === null ? null : readGivenToken(options.personTokenFile, log),
    log,
  });
  const { windows } = hallConsole;

  const roleOf = (contents: WebContents) => windows.windowOf(contents.id)?.role ?? null;
  for (const guarded of [session, sessions.defaultSession]) {
    guardPermissions(guarded, roleOf, (question) => { log.warn(question, 'permission denied'); });
  }
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents, {
      roleOf,
      popoutOptions: () => popoutOptions({ partition: PARTITION, devTools: !app.isPackaged }),
      onDenied: (what, url) => { log.warn({ what, url }, 'denied'); },
    });
  });
  serveAppScheme(session, {
    root: path.join(OUT, 'renderer'),
    hosts: () => settings.current,
    developmentUrl: app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null),
  });
  registerCalls({ door: ipcMain, handlers: callHandlers(hallConsole), windowOf: (id) => windows.windowOf(id), log });

  app.on('child-process-gone', (_event, details) => { log.error(details, 'a child process has died'); });
  app.on('second-instance', () => {
    if (windows.desk === null) hallConsole.askForDesk();
    else windows.desk.focus();
  });
  const stopWatching = watchDisplays(screen, () => { hallConsole.arrange(); });
  app.on('before-quit', () => {
    stopWatching();
    windows.release();
    log.info({}, 'console ends');
  });
  powerSaveBlocker.start('prevent-display-sleep');
  hallConsole.arrange();
  if (settings.setAside !== null) hallConsole.tell('settingsSetAside', settings.setAside);
}

function fail(cause: unknown): void {
  process.stderr.write(`${cause instanceof StartOptionError ? cause.message : String(cause)}\n`);
  app.exit(2);
}

try {
  const options = readStartOptions(process.env, process.argv);
  // No top-level await here: Electron is not ready before this module has finished.
  if (prepare(options)) app.whenReady().then(() => start(options)).catch(fail);
  else app.exit(0);
} catch (cause) {
  fail(cause);
}
