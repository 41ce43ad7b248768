import { describe, expect, it } from 'vitest';
import { popoutOptions, windowOptions } from './windowOptions.ts';

const bounds = { x: 1920, y: 0, width: 1920, height: 1080 };
const kind = { bounds, preload: '/app/out/preload/wall.cjs', partition: 'persist:hall', devTools: false };

describe('windowOptions', () => {
  it.each([
    ['desk', windowOptions({ ...kind, role: 'desk' })],
    ['wall', windowOptions({ ...kind, role: 'wall' })],
    ['popout', popoutOptions(kind)],
  ])('locks the page of a %s window in', (_name, options) => {
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
      partition: 'persist:hall',
    });
  });

  it('opens developer tools only where told to', () => {
    expect(windowOptions({ ...kind, role: 'desk', devTools: true }).webPreferences?.devTools).toBe(true);
  });

  it('makes a wall a bare black window of exactly the display', () => {
    expect(windowOptions({ ...kind, role: 'wall' })).toMatchObject({
      x: 1920,
      y: 0,
      width: 1920,
      height: 1080,
      frame: false,
      resizable: false,
      backgroundColor: '#000000',
      show: false,
    });
  });

  it('gives each role its own preload and a pop-out none', () => {
    expect(windowOptions({ ...kind, role: 'wall' }).webPreferences?.preload).toBe('/app/out/preload/wall.cjs');
    expect(popoutOptions(kind).webPreferences?.preload).toBe('');
  });
});
