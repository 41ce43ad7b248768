import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { scratchCache, scratchFolder } from '../scratchFolder.ts';
import { mediasoupPart } from './part.mjs';
import { builtKey, officialKey } from './recipe.mjs';
import { mediasoupWorker, workerName, workerStarts } from './worker.mjs';

const version = '3.0.0';
const project = () => scratchFolder({ 'package.json': JSON.stringify({ dependencies: { mediasoup: version } }) });

it('prefers the official worker to a built one, and says so when there is neither', () => {
  const cache = scratchCache();
  vi.stubEnv('MEDIASOUP_WORKER_BIN', '');
  const root = project();
  expect(() => mediasoupWorker(root)).toThrow('npm run setup');
  expect(mediasoupPart(root).check()).toMatchObject({ state: 'missing', why: 'not fetched and not built' });
  const built = put(cache, builtKey(version));
  expect(mediasoupWorker(root)).toEqual({ path: built, version, from: 'built from source' });
  const official = put(cache, officialKey(version));
  expect(mediasoupWorker(root)).toEqual({ path: official, version, from: 'official download' });
});

it('takes the one that is named, or none', () => {
  scratchCache();
  const root = project();
  vi.stubEnv('MEDIASOUP_WORKER_BIN', path.join(root, 'package.json'));
  expect(mediasoupWorker(root)).toMatchObject({ from: 'MEDIASOUP_WORKER_BIN' });
  vi.stubEnv('MEDIASOUP_WORKER_BIN', path.join(root, 'gone'));
  expect(mediasoupPart(root).check()).toMatchObject({ state: 'missing', why: `no worker at ${path.join(root, 'gone')}` });
});

it('does not take any program for a worker', () => {
  expect(workerStarts('/bin/true')).toBe(false);
  expect(workerStarts('/no/such/file')).toBe(false);
});

function put(cache: string, key: string): string {
  mkdirSync(path.join(cache, key), { recursive: true });
  writeFileSync(path.join(cache, key, workerName), '');
  return path.join(cache, key, workerName);
}
