// @ts-check
/** @import { MediasoupWorker } from '../part.ts' */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cached } from '../cache/cache.mjs';
import { pinnedVersion, projectRoot } from '../project.mjs';
import { builtKey, officialKey } from './recipe.mjs';

export const workerName = process.platform === 'win32' ? 'mediasoup-worker.exe' : 'mediasoup-worker';

/** What a worker answers that is started by anybody but mediasoup. */
const strangerExitCode = 41;

/**
 * The mediasoup worker to run: the one named by MEDIASOUP_WORKER_BIN, else the official one, else the built one.
 *
 * @param {string} [root]
 * @returns {MediasoupWorker}
 * @throws an Error saying what to do when there is none
 */
export function mediasoupWorker(root = projectRoot) {
  const worker = findMediasoupWorker(root);
  if (worker === undefined) throw new Error('There is no mediasoup worker. Run: npm run setup.');
  return worker;
}

/**
 * @param {string} root
 * @returns {MediasoupWorker | undefined}
 */
export function findMediasoupWorker(root) {
  const version = pinnedVersion('mediasoup', root);
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  // Whoever names one wants that one or none.
  const places = given
    ? [{ path: given, from: 'MEDIASOUP_WORKER_BIN' }]
    : [
        { path: path.join(cached(officialKey(version)), workerName), from: 'official download' },
        { path: installedWorker(root), from: 'official download' },
        { path: path.join(cached(builtKey(version)), workerName), from: 'built from source' },
      ];
  const place = places.find((candidate) => existsSync(candidate.path));
  return place === undefined ? undefined : { path: place.path, version, from: place.from };
}

/** Where mediasoup's own install step leaves the worker. @param {string} root */
export function installedWorker(root) {
  return path.join(root, 'node_modules', 'mediasoup', 'worker', 'out', 'Release', workerName);
}

/**
 * Whether the worker starts on this machine at all. That it can also finish a handshake takes a browser to find out.
 *
 * @param {string} file
 */
export function workerStarts(file) {
  return spawnSync(file, [], { env: {}, stdio: 'ignore', timeout: 10_000 }).status === strangerExitCode;
}
