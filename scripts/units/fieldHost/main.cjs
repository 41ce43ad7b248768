// @ts-check
'use strict';
/**
 * Electron's side of simulated field pages: one hidden window a unit, each with the hall's real page and a fake camera.
 * Told what to do by JSON lines on standard input, answers by JSON lines on standard output; ends with its input.
 * Plain CommonJS, because Electron's own Node runs it without a build.
 */
const { app, BrowserWindow, session } = require('electron');
const { createHash, X509Certificate } = require('node:crypto');
const { isIP } = require('node:net');
const { createInterface } = require('node:readline');

const RELOAD_DELAY_MS = 1_000;
const POSITION_ACCURACY_M = 8;
const VERIFIED = 0;
const REFUSED = -2;

app.commandLine.appendSwitch('use-fake-device-for-media-stream', 'device-count=1,fps=15');
app.commandLine.appendSwitch('use-fake-ui-for-media-stream');
app.commandLine.appendSwitch('disable-background-networking');
app.commandLine.appendSwitch('disable-component-update');
app.commandLine.appendSwitch('disable-renderer-backgrounding');
app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
// Software drawing: these windows show nothing, and a graphics process of their own would only cost memory.
app.disableHardwareAcceleration();

/** @typedef {{ unitId: string, url: string }} Page */
/** @type {Map<string, { page: Page, window: Electron.BrowserWindow | null, timer: NodeJS.Timeout | null }>} */
const units = new Map();
/** @type {string} SHA-256 of the hall's own authority, lower-case hex */
let caFingerprint = '';

/** @param {Record<string, unknown>} message */
function tell(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The hall's own authority is trusted by its fingerprint, and nothing else is trusted at all. @param {string} partitionName */
function trustingSession(partitionName) {
  const own = session.fromPartition(partitionName);
  own.setCertificateVerifyProc(({ certificate, hostname }, answer) => answer(isFromHall(certificate, hostname) ? VERIFIED : REFUSED));
  own.setPermissionRequestHandler((_contents, permission, answer) => answer(['media', 'geolocation', 'screen-wake-lock'].includes(permission)));
  own.setPermissionCheckHandler((_contents, permission) => ['media', 'geolocation', 'screen-wake-lock'].includes(permission));
  return own;
}

/** @param {Electron.Certificate} leaf @param {string} hostname */
function isFromHall(leaf, hostname) {
  try {
    const certificate = new X509Certificate(leaf.data);
    const authority = new X509Certificate(leaf.issuerCert.data);
    const named = isIP(hostname) ? certificate.checkIP(hostname) : certificate.checkHost(hostname);
    return (
      createHash('sha256').update(authority.raw).digest('hex') === caFingerprint &&
      certificate.verify(authority.publicKey) &&
      named !== undefined &&
      Date.parse(certificate.validTo) > Date.now()
    );
  } catch {
    return false; // no chain, or nothing that can be read as one
  }
}

/** @param {Page} page */
function open(page) {
  close(page.unitId);
  units.set(page.unitId, { page, window: null, timer: null });
  show(page.unitId);
}

/** @param {string} unitId */
function show(unitId) {
  const unit = units.get(unitId);
  if (!unit) return;
  const window = new BrowserWindow({
    show: false,
    width: 400,
    height: 700,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, backgroundThrottling: false, session: trustingSession(unitId) },
  });
  unit.window = window;
  const again = (/** @type {string} */ reason) => {
    if (units.get(unitId) !== unit || unit.timer) return;
    tell({ type: 'restarted', unitId, reason });
    unit.timer = setTimeout(() => {
      unit.timer = null;
      if (!window.isDestroyed()) window.destroy();
      if (units.get(unitId) === unit) show(unitId);
    }, RELOAD_DELAY_MS);
  };
  const { webContents } = window;
  webContents.on('render-process-gone', (_event, { reason }) => again(reason));
  webContents.on('unresponsive', () => again('unresponsive'));
  webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== -3) again(description);
  });
  webContents.on('console-message', (event, level, message) => {
    const text = typeof message === 'string' ? message : Reflect.get(event, 'message');
    if (level === 2 || level === 3) tell({ type: 'log', unitId, message: text.slice(0, 500) });
  });
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.debugger.attach('1.3');
  window.loadURL(unit.page.url).then(
    () => tell({ type: 'opened', unitId, pid: webContents.getOSProcessId() }),
    () => undefined, // did-fail-load says it
  );
}

/** @param {string} unitId */
function close(unitId) {
  const unit = units.get(unitId);
  units.delete(unitId);
  if (unit?.timer) clearTimeout(unit.timer);
  if (unit?.window && !unit.window.isDestroyed()) unit.window.destroy();
}

/** @param {{ unitId: string, longitudeDeg: number, latitudeDeg: number }} position */
function move({ unitId, longitudeDeg, latitudeDeg }) {
  const window = units.get(unitId)?.window;
  if (window && !window.isDestroyed() && window.webContents.debugger.isAttached()) {
    const place = { latitude: latitudeDeg, longitude: longitudeDeg, accuracy: POSITION_ACCURACY_M };
    window.webContents.debugger.sendCommand('Emulation.setGeolocationOverride', place).catch(() => undefined);
  }
}

/** @param {string} line */
function obey(line) {
  const order = JSON.parse(line);
  if (order.type === 'trust') caFingerprint = order.caFingerprint;
  else if (order.type === 'open') open(order);
  else if (order.type === 'close') close(order.unitId);
  else if (order.type === 'position') move(order);
}

app.on('window-all-closed', () => undefined); // a unit may be started again
void app.whenReady().then(() => {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', obey);
  lines.on('close', () => app.exit(0));
  tell({ type: 'ready' });
  return undefined;
});
