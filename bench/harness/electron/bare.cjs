// @ts-check
'use strict';
/**
 * The peer of the start bench: the least Electron there can be, started like the product. One window with a line of text,
 * and another for each line of input. Ends with its input.
 */
const { app, BrowserWindow } = require('electron');

app.commandLine.appendSwitch('disable-features', 'CalculateNativeWinOcclusion');
app.commandLine.appendSwitch('disable-backgrounding-occluded-windows');

function open() {
  const window = new BrowserWindow({ show: false, width: 1920, height: 1080, webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false } });
  window.once('ready-to-show', () => window.show());
  void window.loadURL('data:text/html,<!doctype html><title>bare</title><p>bare</p>');
}

process.stdin.on('data', () => open());
process.stdin.on('end', () => app.exit(0));
void app.whenReady().then(open);
