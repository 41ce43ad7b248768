import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { scratchCache, scratchFolder } from '../scratchFolder.ts';
import { electronPart } from './part.mjs';
import { assembledKey, electronRuntime } from './runtime.mjs';

const manifest = JSON.stringify({ devDependencies: { electron: '45.0.0' } });
const runtimeFiles = (folder: string, version: string) => ({ [`${folder}/electron`]: '', [`${folder}/version`]: `v${version}\n` });

function withoutOverride() {
  const cache = scratchCache();
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '');
  return cache;
}

describe.runIf(process.platform === 'linux')('electronRuntime', () => {
  it('prefers the official runtime of the pinned version', () => {
    const cache = withoutOverride();
    const root = scratchFolder({ 'package.json': manifest, ...runtimeFiles('node_modules/electron/dist', '45.0.0') });
    assembled(cache);
    expect(electronRuntime(root)).toMatchObject({ version: '45.0.0', from: 'official download' });
  });

  it('falls back to the assembled one, also from an official one of another version', () => {
    const cache = withoutOverride();
    const root = scratchFolder({ 'package.json': manifest, ...runtimeFiles('node_modules/electron/dist', '44.0.0') });
    expect(() => electronRuntime(root)).toThrow('npm run setup');
    expect(electronPart(root).check()).toMatchObject({ state: 'missing' });
    const dir = assembled(cache);
    expect(electronRuntime(root)).toEqual({ dir, executable: path.join(dir, 'electron'), version: '33.0.0', from: 'assembled from an npm package' });
  });

  it('takes the one that is named, or none', () => {
    withoutOverride();
    const root = scratchFolder({ 'package.json': manifest, ...runtimeFiles('mine', '40.0.0') });
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', path.join(root, 'mine'));
    expect(electronRuntime(root).version).toBe('40.0.0');
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', path.join(root, 'gone'));
    expect(electronPart(root).check()).toMatchObject({ state: 'missing', why: `no Electron in ${path.join(root, 'gone')}` });
  });
});

function assembled(cache: string): string {
  const dir = path.join(cache, assembledKey(), 'runtime');
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'electron'), '');
  writeFileSync(path.join(dir, 'version'), '33.0.0');
  return dir;
}
