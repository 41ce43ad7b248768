import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumSwitches } from './services/chromiumSwitches.ts';

const ROOM = path.join(import.meta.dirname, '..');
const sources = readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(path.join(ROOM, name), 'utf8') }));
const code = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
const filesWith = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(code(text))).map(({ name }) => name);

describe('the rules of the house', () => {
  it('reads the sources it judges', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(filesWith(/contextBridge/)).toEqual(['preload/desk.ts', 'preload/wall.ts']);
  });

  it('makes windows in one place', () => {
    expect(filesWith(/new BrowserWindow\b|new BaseWindow\b|new WebContentsView\b/)).toEqual(['main/windows/windowFactory.ts']);
  });

  it('never lowers the sandbox, ignores certificates or loads files', () => {
    expect(filesWith(/(?<!hasSwitch\(')no-sandbox|ignore-certificate-errors|loadFile\(|file:\/\/|allow-running-insecure/)).toEqual([]);
  });

  it('switches the sandbox on for every renderer and takes one instance only', () => {
    const index = sources.find(({ name }) => name === 'main/index.ts')?.text ?? '';
    expect(index).toContain('app.enableSandbox()');
    expect(index).toContain('app.requestSingleInstanceLock()');
  });

  it('has no synchronous or open-ended door to the pages', () => {
    expect(filesWith(/sendSync|ipcMain\.on\(|executeJavaScript\((?!'0'\))|@electron\/remote/)).toEqual([]);
    expect(filesWith(/exposeInMainWorld\([^)]*ipcRenderer\)/)).toEqual([]);
  });
});

describe('electron-builder.yml', () => {
  const manifest = readFileSync(path.join(ROOM, '..', 'electron-builder.yml'), 'utf8');

  it.each([
    ['runAsNode', false],
    ['enableCookieEncryption', true],
    ['enableNodeOptionsEnvironmentVariable', false],
    ['enableNodeCliInspectArguments', false],
    ['enableEmbeddedAsarIntegrityValidation', true],
    ['onlyLoadAppFromAsar', true],
    ['loadBrowserProcessSpecificV8Snapshot', false],
    ['grantFileProtocolExtraPrivileges', false],
  ])('sets the fuse %s to %s', (fuse, state) => {
    expect(manifest).toMatch(new RegExp(`^ {2}${fuse}: ${state}$`, 'm'));
  });

  it('packs the bundles into an asar and no node_modules', () => {
    expect(manifest).toMatch(/^asar: true$/m);
    expect(manifest).toContain("'!node_modules/**'");
    expect(manifest).not.toContain('no-sandbox');
  });
});

describe('chromiumSwitches', () => {
  it('keeps wall video alive and leaves alone what the start command switches off', () => {
    const switches = Object.fromEntries(chromiumSwitches((name) => (name === 'disable-features' ? 'Translate' : '')));
    expect(switches['disable-features']).toBe('Translate,CalculateNativeWinOcclusion');
    expect(Object.keys(switches)).not.toContain('no-sandbox');
  });

  it('has Chromium write Chinese unless the start command says another language', () => {
    const languageOf = (given: string) => Object.fromEntries(chromiumSwitches((name) => (name === 'lang' ? given : '')))['lang'];
    expect(['', 'en-US'].map(languageOf)).toEqual(['zh-CN', 'en-US']);
  });
});
