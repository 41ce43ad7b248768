// @ts-check
/** @import { Progress } from '../part.ts' */
import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { publish } from '../cache/cache.mjs';
import { runChild } from '../child/child.mjs';
import { tryDownload } from '../download.mjs';
import { nodeExecutable } from '../npm/node.mjs';
import { officialKey } from './recipe.mjs';
import { installedWorker, workerName, workerStarts } from './worker.mjs';

const downloadLimitMs = 5 * 60_000;

/**
 * Runs mediasoup's own install step for its prebuilt worker, and stops it where it would start to build one: that
 * build wants downloads of its own.
 *
 * @param {string} root
 * @param {string} version
 * @param {Progress} progress
 */
export async function downloadOfficialWorker(root, version, progress) {
  const folder = path.join(root, 'node_modules', 'mediasoup');
  const { repository } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const releases = repository.url.replace(/^git\+/, '').replace(/\.git$/, '/releases/download');
  return tryDownload({
    key: officialKey(version),
    title: `mediasoup worker ${version}`,
    address: process.env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'] ?? releases,
    progress,
    async attempt() {
      const { stopped } = await runChild({
        title: `downloading the mediasoup worker ${version}`,
        command: nodeExecutable(root),
        args: ['npm-scripts.mjs', 'postinstall'],
        cwd: folder,
        limitMs: downloadLimitMs,
        progress,
        stopAt: (line) => line.includes('building it locally'),
      });
      if (stopped) throw new Error('no prebuilt worker for this machine');
      await keep(installedWorker(root), version);
    },
  });
}

/**
 * Into the cache, because the next `npm ci` empties the folder it is in.
 *
 * @param {string} worker
 * @param {string} version
 */
async function keep(worker, version) {
  if (!workerStarts(worker)) throw new Error('the downloaded worker does not start here');
  await publish(officialKey(version), async (folder) => {
    copyFileSync(worker, path.join(folder, workerName));
    chmodSync(path.join(folder, workerName), 0o755);
  });
}
