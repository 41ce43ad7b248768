// @ts-check
/** @import { Progress } from '../part.ts' */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runChild } from '../child/child.mjs';
import { tryDownload } from '../download.mjs';
import { nodeExecutable } from '../npm/node.mjs';
import { officialRuntime } from './runtime.mjs';

const downloadLimitMs = 15 * 60_000;

/**
 * Lets the npm package `electron` fetch its runtime, as it would do by itself when first used.
 *
 * @param {string} root
 * @param {Progress} progress
 */
export async function downloadOfficialRuntime(root, progress) {
  const folder = path.join(root, 'node_modules', 'electron');
  const { version, repository } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return tryDownload({
    key: `electron-${version}`,
    title: `Electron ${version}`,
    // The same settings that the package's own downloader obeys.
    address: process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? `${repository}/releases`,
    progress,
    async attempt() {
      await runChild({
        title: `downloading Electron ${version}`,
        command: nodeExecutable(root),
        args: [path.join(folder, 'install.js')],
        cwd: root,
        limitMs: downloadLimitMs,
        progress,
      });
      if (officialRuntime(root) === undefined) throw new Error('the download left no runtime behind');
    },
  });
}
