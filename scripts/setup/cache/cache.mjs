// @ts-check
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Bump when the layout of the cache changes, so that an old cache is left alone rather than misread. */
const layout = 'v1';

/**
 * The folder that outlives node_modules: what was fetched, assembled or built for this machine.
 *
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheRoot(env = process.env) {
  const base = env['XDG_CACHE_HOME'];
  // The specification says that a relative path there is to be ignored.
  return path.join(base !== undefined && path.isAbsolute(base) ? base : path.join(homedir(), '.cache'), 'command-hall', layout);
}

/**
 * The place of one cached thing. Its name carries everything that decides its content, so that a cached thing is
 * never out of date: it is there under the right name, or it is not.
 *
 * @param {string} key
 */
export function cached(key) {
  return path.join(cacheRoot(), key);
}

/** Operating system and processor, as part of a key. */
export const platformKey = `${process.platform}-${process.arch}`;

/**
 * Hash of a recipe: of the files in it, by name and content, and of any words beside them.
 *
 * @param {{ readonly folder?: string, readonly files?: readonly string[], readonly words?: readonly string[] }} recipe
 */
export function recipeHash({ folder, files = [], words = [] }) {
  const hash = createHash('sha256');
  /** @param {string} text */
  const add = (text) => hash.update(`${Buffer.byteLength(text)}:${text}`);
  if (folder !== undefined) {
    for (const file of filesBelow(folder)) {
      add(path.relative(folder, file).split(path.sep).join('/'));
      add(readFileSync(file, 'utf8'));
    }
  }
  for (const file of files) add(readFileSync(file, 'utf8'));
  for (const word of words) add(word);
  return hash.digest('hex').slice(0, 12);
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(full) : [full];
    });
}

/**
 * Makes one cached thing: `fill` works in a fresh folder, which takes its place in one move at the end. Whoever is
 * killed on the way leaves a folder that nobody reads and that the next set-up sweeps away.
 *
 * @param {string} key
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>} the place
 */
export async function publish(key, fill) {
  const place = cached(key);
  const work = path.join(cacheRoot(), `${workPrefix}${randomBytes(6).toString('hex')}`);
  mkdirSync(work, { recursive: true });
  try {
    await fill(work);
    rmSync(place, { recursive: true, force: true });
    renameSync(work, place);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return place;
}

const workPrefix = 'unfinished-';

/** Removes what killed set-ups left. Only to be called while holding the lock, without which nothing is published. */
export function sweepUnfinished() {
  if (!existsSync(cacheRoot())) return;
  for (const name of readdirSync(cacheRoot())) {
    // A compiler that outlived its set-up may still be writing: then the next set-up sweeps the rest.
    if (name.startsWith(workPrefix)) rmSync(path.join(cacheRoot(), name), { recursive: true, force: true, maxRetries: 3 });
  }
}
