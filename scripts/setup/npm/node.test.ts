import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { platformKey } from '../cache/cache.mjs';
import { rememberedProgress, scratchCache, scratchFolder } from '../scratchFolder.ts';
import { nodeExecutable, nodePart } from './node.mjs';

const manifest = (version: string) => JSON.stringify({ version, devDependencies: { node: version } });
const project = (version: string, installed = version) =>
  scratchFolder({ 'package.json': manifest(version), 'node_modules/node/package.json': manifest(installed) });

it('links the cached Node into node_modules, under the name that npm scripts find', async () => {
  const cache = scratchCache();
  const kept = path.join(cache, `node-24.0.1-${platformKey}`);
  mkdirSync(kept, { recursive: true });
  writeFileSync(path.join(kept, 'node'), 'binary');

  const root = project('24.0.1');
  const part = nodePart(root);
  expect(part.check()).toMatchObject({ state: 'missing', why: 'not linked into node_modules' });
  await part.bring(rememberedProgress().progress);
  expect(part.check()).toEqual({ state: 'found', version: '24.0.1', from: 'npm (package node)' });
  expect(readFileSync(nodeExecutable(root), 'utf8')).toBe('binary');
  expect(realpathSync(path.join(root, 'node_modules', '.bin', 'node'))).toBe(realpathSync(nodeExecutable(root)));
});

it('does not take the binary of another version for the right one', () => {
  scratchCache();
  const root = project('24.0.1', '24.0.0');
  mkdirSync(path.dirname(nodeExecutable(root)), { recursive: true });
  writeFileSync(nodeExecutable(root), 'binary');
  expect(nodePart(root).check()).toMatchObject({ state: 'missing', why: 'Node 24.0.1 has not been fetched' });
});
