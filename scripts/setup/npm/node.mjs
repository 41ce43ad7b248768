// @ts-check
/** @import { Part, Progress } from '../part.ts' */
import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { cached, platformKey, publish } from '../cache/cache.mjs';
import { runChild } from '../child/child.mjs';
import { pinnedVersion, projectRoot } from '../project.mjs';
import { fetchPackage } from './fetch.mjs';

const binary = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * The Node that everything runs on. The npm package `node` would fetch the binary package of this platform in its
 * install script, by an `npm install` inside node_modules; here the same binary package goes into the cache, from
 * where every fresh node_modules gets it at once.
 *
 * @param {string} [root]
 * @returns {Part}
 */
export function nodePart(root = projectRoot) {
  const pinned = () => pinnedVersion('node', root);
  return {
    name: 'node',
    check() {
      const version = pinned();
      if (isLinked(root, version)) return { state: 'found', version, from: 'npm (package node)' };
      const why = existsSync(cachedNode(version)) ? 'not linked into node_modules' : `Node ${version} has not been fetched`;
      return { state: 'missing', why, mend: 'Run: npm run setup.' };
    },
    async bring(progress) {
      const version = pinned();
      if (!existsSync(cachedNode(version))) await fetchNode(version, progress);
      linkIntoModules(root, version);
    },
  };
}

/**
 * Path of the Node binary to run the project with.
 *
 * @param {string} [root]
 */
export function nodeExecutable(root = projectRoot) {
  return path.join(root, 'node_modules', 'node', 'bin', binary);
}

/** @param {string} version */
function cachedNode(version) {
  return path.join(cached(`node-${version}-${platformKey}`), binary);
}

/**
 * @param {string} version
 * @param {Progress} progress
 */
async function fetchNode(version, progress) {
  // As the npm package `node` names them: the arm64 Mac has a prefix of its own.
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  progress.say(`fetching Node ${version} from npm`);
  await publish(`node-${version}-${platformKey}`, async (folder) => {
    const unpacked = path.join(folder, 'unpacked');
    await fetchPackage({ name: `${prefix}-${platform}-${process.arch}`, version, folder: unpacked, only: `package/bin/${binary}`, progress });
    renameSync(path.join(unpacked, 'package', 'bin', binary), path.join(folder, binary));
    rmSync(unpacked, { recursive: true });
    chmodSync(path.join(folder, binary), 0o755);
    const { lines } = await runChild({ title: 'trying Node', command: path.join(folder, binary), args: ['--version'], limitMs: 20_000, progress });
    if (lines[0] !== `v${version}`) throw new Error(`The Node that npm gave says it is ${lines[0]}, not v${version}.`);
  });
}

/**
 * The binary where the npm package `node` puts it, and the name under which npm scripts find it.
 *
 * @param {string} root
 * @param {string} version
 */
function linkIntoModules(root, version) {
  const target = nodeExecutable(root);
  mkdirSync(path.dirname(target), { recursive: true });
  const aside = `${target}.${process.pid}`;
  try {
    linkSync(cachedNode(version), aside);
  } catch {
    // The cache is on another file system.
    copyFileSync(cachedNode(version), aside);
    chmodSync(aside, 0o755);
  }
  renameSync(aside, target);
  if (process.platform === 'win32') return;
  const command = commandLink(root);
  mkdirSync(path.dirname(command), { recursive: true });
  rmSync(command, { force: true });
  symlinkSync(path.join('..', 'node', 'bin', binary), command);
}

/** @param {string} root */
const commandLink = (root) => path.join(root, 'node_modules', '.bin', 'node');

/**
 * npm replaces the whole folder of a package when its version changes, so a binary in the folder of the right version
 * is the right binary; asking it would cost every start.
 *
 * @param {string} root
 * @param {string} version
 */
function isLinked(root, version) {
  try {
    const installed = JSON.parse(readFileSync(path.join(root, 'node_modules', 'node', 'package.json'), 'utf8'));
    if (installed.version !== version || !existsSync(nodeExecutable(root))) return false;
    return process.platform === 'win32' || existsSync(commandLink(root));
  } catch {
    return false;
  }
}
