// @ts-check
/** @import { Progress } from '../part.ts' */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheRoot } from './cache.mjs';
import { processName, stillRuns } from './holder.mjs';

const pollMs = 250;
const tellEveryMs = 10_000;
/** Longer than the slowest cold set-up; a holder that is alive after this has hung. */
const patienceMs = 45 * 60_000;

/**
 * Runs `work` while no other set-up runs on this cache. A holder that was killed does not keep the lock.
 *
 * @template T
 * @param {Progress} progress
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(progress, work) {
  mkdirSync(cacheRoot(), { recursive: true });
  const file = path.join(cacheRoot(), 'set-up.lock');
  const startedAt = Date.now();
  let toldAt = -Infinity;
  while (!take(file)) {
    const holder = readHolder(file);
    if (holder !== undefined && !stillRuns(holder)) {
      evict(file, holder);
      continue;
    }
    if (Date.now() - startedAt > patienceMs) {
      throw new Error(`Another set-up (process ${holder ?? 'unknown'}) holds ${file} and does not end; stop it and try again.`);
    }
    if (Date.now() - toldAt > tellEveryMs) {
      progress.say(`another set-up is running (process ${holder ?? 'unknown'}), waiting for it`);
      toldAt = Date.now();
    }
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    if (readHolder(file) === mine()) rmSync(file, { force: true });
  }
}

/**
 * The lock appears with its content in one step: written aside, then linked, which fails if it is there.
 *
 * @param {string} file
 */
function take(file) {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, mine());
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function mine() {
  return processName(process.pid) ?? String(process.pid);
}

/** @param {string} file */
function readHolder(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Takes a dead holder's lock out of the way. Between looking and moving, another waiter may have done the same and
 * taken the lock: then what was moved is not the dead one's, and goes back.
 *
 * @param {string} file
 * @param {string} dead
 */
function evict(file, dead) {
  const aside = `${file}.dead-${process.pid}`;
  try {
    renameSync(file, aside);
    if (readHolder(aside) !== dead) linkSync(aside, file);
  } catch {
    // Gone already, or taken again: the next round sees.
  } finally {
    rmSync(aside, { force: true });
  }
}
