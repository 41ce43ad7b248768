// @ts-check
'use strict';
/**
 * Electron's side of the bench pages: visible windows with one page each, driven by JSON lines on standard input, answering
 * by JSON lines on standard output; ends with its input. Plain CommonJS, because Electron's own Node runs it without a build.
 */
const { app, BrowserWindow, session } = require('electron');
const { createHash, X509Certificate } = require('node:crypto');
const { createInterface } = require('node:readline');

const VERIFIED = 0;
const REFUSED = -2;

// Two pages of one machine meet over loopback; by default Chromium hides and skips the addresses they need for it.
app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
app.commandLine.appendSwitch('disable-features', 'WebRtcHideLocalIpsWithMdns,CalculateNativeWinOcclusion');
app.commandLine.appendSwitch('disable-backgrounding-occluded-windows');
app.commandLine.appendSwitch('disable-renderer-backgrounding');
app.commandLine.appendSwitch('disable-background-networking');
app.commandLine.appendSwitch('disable-component-update');
app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');

/** @type {Map<string, Electron.BrowserWindow>} */
const windows = new Map();
let caFingerprint = '';

/** @param {Record<string, unknown>} message */
function tell(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The bench's own hall is trusted by its authority's fingerprint, and nothing else is. @param {Electron.Certificate} leaf */
function isFromHall(leaf) {
  try {
    const authority = new X509Certificate(leaf.issuerCert.data);
    return createHash('sha256').update(authority.raw).digest('hex') === caFingerprint && new X509Certificate(leaf.data).verify(authority.publicKey);
  } catch {
    return false;
  }
}

/** @param {{ name: string, url: string, x: number, y: number, width: number, height: number }} order */
async function open({ name, url, x, y, width, height }) {
  windows.get(name)?.destroy();
  const window = new BrowserWindow({
    x,
    y,
    width,
    height,
    frame: false,
    useContentSize: true,
    enableLargerThanScreen: true,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, backgroundThrottling: false },
  });
  windows.set(name, window);
  window.webContents.on('console-message', (_event, level, text) => {
    // Electron warns of pages without a policy; these are served to nobody else.
    if (level >= 2 && !text.includes('Electron Security Warning')) tell({ log: `${name}: ${text.slice(0, 500)}` });
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => tell({ log: `${name}: the page has died (${reason})` }));
  await window.loadURL(url);
}

/** @param {{ name: string, call: string, input: unknown }} order */
function call({ name, call: method, input }) {
  const window = windows.get(name);
  if (!window) throw new Error(`there is no window ${name}`);
  return window.webContents.executeJavaScript(`benchCalls[${JSON.stringify(method)}](${JSON.stringify(input ?? null)})`);
}

/** @param {any} order */
function obey(order) {
  switch (order.type) {
    case 'trust':
      caFingerprint = order.caFingerprint;
      return undefined;
    case 'open':
      return open(order);
    case 'close':
      windows.get(order.name)?.destroy();
      windows.delete(order.name);
      return undefined;
    default:
      return call(order);
  }
}

/** @param {string} line */
async function hear(line) {
  const order = JSON.parse(line);
  try {
    tell({ id: order.id, value: (await obey(order)) ?? null });
  } catch (error) {
    tell({ id: order.id, error: error instanceof Error ? error.message : String(error) });
  }
}

app.on('window-all-closed', () => undefined);
void app.whenReady().then(() => {
  session.defaultSession.setCertificateVerifyProc(({ certificate }, answer) => answer(isFromHall(certificate) ? VERIFIED : REFUSED));
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => void hear(line));
  lines.on('close', () => app.exit(0));
  return undefined;
});
