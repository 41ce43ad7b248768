import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '../scratchFolder.ts';
import { dependenciesPart, lockAgrees } from './dependencies.mjs';

const lock = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'hall' }, ...packages } });

function project({ wanted, installed }: { wanted: object; installed: object }) {
  const folders = Object.keys(installed).map((place) => [`${place}/package.json`, '{}']);
  return scratchFolder({
    'package-lock.json': lock(wanted),
    'node_modules/.package-lock.json': lock(installed),
    ...Object.fromEntries(folders),
  });
}

const one = { 'node_modules/one': { version: '1.0.0' } };

it('accepts an install that holds what the lock names, without those of other platforms', () => {
  const foreign = { 'node_modules/one-win32': { version: '1.0.0', optional: true } };
  expect(dependenciesPart(project({ wanted: { ...one, ...foreign }, installed: one })).check().state).toBe('found');
});

it('misses what is not there, has another version, or was removed by hand', () => {
  expect(dependenciesPart(scratchFolder({ 'package-lock.json': lock(one) })).check()).toMatchObject({ state: 'missing', why: 'node_modules is not there' });
  expect(dependenciesPart(project({ wanted: one, installed: {} })).check().state).toBe('missing');
  expect(dependenciesPart(project({ wanted: { 'node_modules/one': { version: '1.0.1' } }, installed: one })).check().state).toBe('missing');
  const root = project({ wanted: one, installed: one });
  rmSync(path.join(root, 'node_modules', 'one'), { recursive: true });
  expect(dependenciesPart(root).check().state).toBe('missing');
});

it('looks again when the lock file has changed', () => {
  const root = project({ wanted: one, installed: one });
  const part = dependenciesPart(root);
  expect(part.check().state).toBe('found');
  expect(part.check().state).toBe('found');
  writeFileSync(path.join(root, 'package-lock.json'), lock({ ...one, 'node_modules/two': { version: '2.0.0' } }));
  expect(part.check().state).toBe('missing');
});

it('tells a lock file of other dependencies from one that only lacks other platforms', () => {
  const files = (named: object) => ({
    'package.json': JSON.stringify({ devDependencies: named }),
    'package-lock.json': JSON.stringify({ packages: { '': { devDependencies: { one: '1.0.0', two: '2.0.0' } } } }),
  });
  expect(lockAgrees(scratchFolder(files({ two: '2.0.0', one: '1.0.0' })))).toBe(true);
  expect(lockAgrees(scratchFolder(files({ one: '1.0.1', two: '2.0.0' })))).toBe(false);
});
