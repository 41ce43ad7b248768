// @ts-check
/** @import { Progress } from '../part.ts' */
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { publish } from '../cache/cache.mjs';
import { runChild } from '../child/child.mjs';
import { installPackages } from '../system/apt.mjs';
import { inspectPackages, workerBuildPackages } from '../system/packages.mjs';
import { builtKey, edits, mesonArguments, subprojectsFolder } from './recipe.mjs';
import { buildSrtp } from './srtp.mjs';
import { workerName, workerStarts } from './worker.mjs';

/** Nine minutes on two cores; a single slow one may need several times that. */
const buildLimitMs = 60 * 60_000;
const configureLimitMs = 5 * 60_000;

/**
 * Builds the worker from the source in the npm package, against the system's libraries.
 *
 * @param {string} root
 * @param {string} version
 * @param {Progress} progress
 */
export async function buildWorker(root, version, progress) {
  if (process.platform !== 'linux') {
    throw new Error('The mediasoup worker could not be downloaded, and it can be built from source on Linux only. Set MEDIASOUP_WORKER_BIN to a worker of this version, or MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL to a mirror.');
  }
  await installPackages(inspectPackages(workerBuildPackages).missing, progress);
  progress.say(`building the mediasoup worker ${version} from source, once for this machine (6 to 9 minutes on two cores)`);
  await publish(builtKey(version), async (folder) => {
    const source = path.join(folder, 'source');
    prepareSource(path.join(root, 'node_modules', 'mediasoup', 'worker'), source);
    await buildSrtp({ folder: path.join(folder, 'srtp'), prefix: path.join(source, 'subprojects', 'libsrtp3', 'prefix'), progress });
    await compile(source, progress);
    const built = path.join(source, 'out', workerName);
    if (!workerStarts(built)) throw new Error('The mediasoup worker was built but does not start.');
    copyFileSync(built, path.join(folder, workerName));
    rmSync(source, { recursive: true });
    rmSync(path.join(folder, 'srtp'), { recursive: true });
  });
}

/**
 * A copy of the worker's source with our subprojects in place of those that want downloads, and the edits made.
 *
 * @param {string} original
 * @param {string} copy
 */
export function prepareSource(original, copy) {
  const left = new Set(['subprojects', 'out', 'prebuild'].map((name) => path.join(original, name)));
  cpSync(original, copy, { recursive: true, filter: (file) => !left.has(file) });
  cpSync(subprojectsFolder, path.join(copy, 'subprojects'), { recursive: true });
  for (const { file, find, replace } of edits) {
    const place = path.join(copy, file);
    const pieces = readFileSync(place, 'utf8').split(find);
    if (pieces.length !== 2) {
      throw new Error(`The worker's ${file} holds ${pieces.length - 1} times, not once: ${find}. The recipe does not fit this version of mediasoup.`);
    }
    writeFileSync(place, pieces.join(replace));
  }
}

/**
 * @param {string} source
 * @param {Progress} progress
 */
async function compile(source, progress) {
  const title = 'building the mediasoup worker';
  await runChild({ title: `${title} (configuring)`, command: 'meson', args: ['setup', 'out', ...mesonArguments], cwd: source, limitMs: configureLimitMs, progress });
  await runChild({
    title,
    command: 'ninja',
    args: ['-C', 'out', workerName],
    cwd: source,
    limitMs: buildLimitMs,
    progress,
    read: (line) => {
      const step = /^\[\d+\/\d+\]/.exec(line)?.[0];
      return step === undefined ? undefined : `${title} ${step}`;
    },
  });
}
