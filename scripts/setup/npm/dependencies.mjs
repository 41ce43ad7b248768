// @ts-check
/** @import { Part, Progress } from '../part.ts' */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runChild } from '../child/child.mjs';
import { projectRoot } from '../project.mjs';

const installLimitMs = 20 * 60_000;

/**
 * The npm packages of the project.
 *
 * @param {string} [root]
 * @returns {Part}
 */
export function dependenciesPart(root = projectRoot) {
  return {
    name: 'dependencies',
    check() {
      const wanted = lockHash(root);
      const installed = path.join(root, 'node_modules');
      if (!existsSync(installed)) return missing('node_modules is not there');
      if (readStamp(root) === wanted) return found(wanted);
      // Installed by hand, or the lock file changed in ways that do not matter here: then nothing is to be done.
      if (!holdsWhatTheLockNames(root)) return missing('package-lock.json has changed since the last install');
      writeStamp(root, wanted);
      return found(wanted);
    },
    async bring(progress) {
      progress.say('installing npm packages');
      await install(root, progress);
      writeStamp(root, lockHash(root));
    },
  };
}

/** @param {string} hash */
const found = (hash) => /** @type {const} */ ({ state: 'found', version: `lock ${hash.slice(0, 8)}`, from: 'npm' });

/** @param {string} why */
const missing = (why) => /** @type {const} */ ({ state: 'missing', why, mend: 'Run: npm run setup (or npm ci).' });

/**
 * By `npm ci`. That refuses a lock file without the packages of all other platforms, and such a file is what npm
 * writes where the registry does not carry them all (a mirror that lags, say). `npm install --no-save` installs
 * the same versions from it; it is used only where package.json and the lock file do agree.
 *
 * @param {string} root
 * @param {Progress} progress
 */
async function install(root, progress) {
  /** @type {(args: readonly string[]) => Promise<unknown>} */
  const npm = (args) =>
    runChild({
      title: `installing npm packages (npm ${args.join(' ')})`,
      command: process.platform === 'win32' ? 'npm.cmd' : 'npm',
      args: [...args, '--no-audit', '--no-fund'],
      cwd: root,
      limitMs: installLimitMs,
      progress,
    });
  try {
    await npm(['ci']);
  } catch (error) {
    if (!String(error).includes('code EUSAGE') || !lockAgrees(root)) throw error;
    progress.say('package-lock.json leaves out packages of other platforms; installing those it names');
    await npm(['install', '--no-save']);
  }
}

/**
 * Whether the lock file was made for the dependencies that package.json names now.
 *
 * @param {string} root
 */
export function lockAgrees(root) {
  const named = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const locked = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages[''] ?? {};
  /** @param {Record<string, string> | undefined} dependencies */
  const sorted = (dependencies) => JSON.stringify(Object.entries(dependencies ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every((kind) => sorted(named[kind]) === sorted(locked[kind]));
}

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
}

/** Inside node_modules, so that whoever removes that folder removes the stamp with it. @param {string} root */
const stampFile = (root) => path.join(root, 'node_modules', '.command-hall-lock-hash');

/** @param {string} root */
function readStamp(root) {
  try {
    return readFileSync(stampFile(root), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/**
 * @param {string} root
 * @param {string} hash
 */
function writeStamp(root, hash) {
  writeFileSync(stampFile(root), `${hash}\n`);
}

/**
 * npm writes into node_modules what it installed. If every package the lock names is there in that version, but for
 * those of other platforms, the install is good.
 *
 * @param {string} root
 */
export function holdsWhatTheLockNames(root) {
  /** @type {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} */
  let wanted;
  /** @type {typeof wanted} */
  let installed;
  try {
    wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
    installed = JSON.parse(readFileSync(path.join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
  } catch {
    return false;
  }
  return Object.entries(wanted).every(([place, { version, optional, devOptional }]) => {
    if (place === '') return true;
    const there = installed[place]?.version;
    if (there === undefined) return optional === true || devOptional === true;
    return there === version && existsSync(path.join(root, place));
  });
}
