import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '../scratchFolder.ts';
import { postgresqlPart, withoutMainCluster } from './postgresql.mjs';

it('is listed with a version where it is there, and with its cure where it is not', () => {
  const state = postgresqlPart.check();
  expect(state.state === 'found' ? state.version : state.mend).toMatch(/\d|present|postgresql/);
});

it('Debian is told to make no server of its own, for as long as the installation takes', async () => {
  const folder = path.join(scratchFolder(), 'postgresql-common', 'createcluster.d');
  let told = '';
  await withoutMainCluster(async () => {
    told = readFileSync(path.join(folder, 'command-hall.conf'), 'utf8');
  }, folder);
  expect(told).toBe('create_main_cluster = false\n');
  expect(existsSync(path.dirname(folder))).toBe(false);
});

it('what was there before or came meanwhile stays, even when the installation fails', async () => {
  const root = path.join(scratchFolder(), 'postgresql-common');
  mkdirSync(root);
  const folder = path.join(root, 'createcluster.d');
  const failing = withoutMainCluster(async () => {
    writeFileSync(path.join(folder, 'other.conf'), '');
    throw new Error('no network');
  }, folder);
  await expect(failing).rejects.toThrow('no network');
  expect(readdirSync(folder)).toEqual(['other.conf']);
});
