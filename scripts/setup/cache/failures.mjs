// @ts-check
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached } from './cache.mjs';

/** How long a failed download is not tried again: machines without a way out stay so, and waiting each time annoys. */
export const rememberMs = 24 * 60 * 60_000;

/** @param {string} key */
const fileFor = (key) => path.join(cached('failures'), `${key}.json`);

/**
 * The failure that was remembered under this key, if it is recent enough to count.
 *
 * @param {string} key
 * @param {number} [now]
 * @returns {{ at: number, why: string } | undefined}
 */
export function recentFailure(key, now = Date.now()) {
  try {
    const { at, why } = JSON.parse(readFileSync(fileFor(key), 'utf8'));
    const ageMs = now - at;
    // A clock that was set back must not make a failure eternal.
    return ageMs >= 0 && ageMs < rememberMs ? { at, why: String(why) } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} key
 * @param {string} why
 * @param {number} [now]
 */
export function rememberFailure(key, why, now = Date.now()) {
  const file = fileFor(key);
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, JSON.stringify({ at: now, why }));
  renameSync(aside, file);
}

/** Forgets all failures, so that the next set-up tries every download again. */
export function forgetFailures() {
  rmSync(cached('failures'), { recursive: true, force: true });
}
