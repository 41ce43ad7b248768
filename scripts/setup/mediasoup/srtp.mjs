// @ts-check
/** @import { Progress } from '../part.ts' */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runChild } from '../child/child.mjs';
import { srtpArguments } from './recipe.mjs';

const stepLimitMs = 5 * 60_000;

/**
 * Builds libsrtp 2 from the distribution's source package as a static library with OpenSSL's ciphers.
 *
 * @param {{ folder: string, prefix: string, progress: Progress }} request `folder`: to work in; `prefix`: to install into
 */
export async function buildSrtp({ folder, prefix, progress }) {
  mkdirSync(folder, { recursive: true });
  await fetchSource(folder, progress);
  const source = readdirSync(folder, { withFileTypes: true }).find((entry) => entry.isDirectory() && entry.name.startsWith('libsrtp2-'));
  if (source === undefined) throw new Error('The source package of libsrtp2 unpacked into an unexpected folder.');
  /** @type {(title: string, args: readonly string[]) => Promise<unknown>} */
  const cmake = (title, args) => runChild({ title, command: 'cmake', args, cwd: folder, limitMs: stepLimitMs, progress });
  await cmake('configuring libsrtp', ['-S', source.name, '-B', 'out', ...srtpArguments, `-DCMAKE_INSTALL_PREFIX=${prefix}`]);
  await cmake('building libsrtp', ['--build', 'out', '--target', 'install']);
}

/**
 * `apt-get source` with a sources list, package lists and cache of its own: the system's settings seldom name
 * source packages, and are nobody's to change for a build.
 *
 * @param {string} folder
 * @param {Progress} progress
 */
async function fetchSource(folder, progress) {
  const lists = path.join(folder, 'apt', 'lists');
  const archives = path.join(folder, 'apt', 'archives');
  for (const place of [lists, archives]) mkdirSync(path.join(place, 'partial'), { recursive: true });
  const sources = path.join(folder, 'apt', 'sources.list');
  writeFileSync(sources, sourcesLine(binaryOrigin('libsrtp2-dev')));
  const settings = {
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': lists,
    'Dir::Cache': path.join(folder, 'apt'),
    // Else apt, started by root, drops to a user who may not write here.
    'APT::Sandbox::User': 'root',
    'Acquire::Retries': '3',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  /** @type {(title: string, args: readonly string[]) => Promise<unknown>} */
  const aptGet = (title, args) => runChild({ title, command: 'apt-get', args: [...options, ...args], cwd: folder, limitMs: stepLimitMs, progress });
  await aptGet('reading the list of source packages', ['update']);
  await aptGet('fetching the source of libsrtp', ['source', 'libsrtp2']);
}

/** Where this machine would take a binary package from: its source lies at the same place. @param {string} name */
function binaryOrigin(name) {
  const listing = spawnSync('apt-cache', ['madison', name], { encoding: 'utf8', timeout: 30_000 }).stdout ?? '';
  const origin = parseMadison(listing);
  if (origin === undefined) throw new Error(`The package lists do not know ${name}. Run: apt-get update.`);
  return origin;
}

/**
 * The first origin in a listing of the form `name | version | address suite/component architecture Packages`.
 *
 * @param {string} listing
 * @returns {{ address: string, suite: string, component: string } | undefined}
 */
export function parseMadison(listing) {
  for (const line of listing.split('\n')) {
    const [address, place, , kind] = line.split('|')[2]?.trim().split(/\s+/) ?? [];
    const slash = place?.lastIndexOf('/') ?? -1;
    if (address !== undefined && place !== undefined && slash > 0 && kind === 'Packages') {
      return { address, suite: place.slice(0, slash), component: place.slice(slash + 1) };
    }
  }
  return undefined;
}

/** @param {{ address: string, suite: string, component: string }} origin */
function sourcesLine({ address, suite, component }) {
  return `deb-src ${address} ${suite} ${component}\n`;
}
