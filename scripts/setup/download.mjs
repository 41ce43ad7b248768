// @ts-check
/** @import { Progress } from './part.ts' */
import { recentFailure, rememberFailure } from './cache/failures.mjs';

/** A machine without a way out is recognised by this; a slow line gets the full time once anything has answered. */
const reachLimitMs = 10_000;

/**
 * Tries an official download, unless it failed within the last day.
 *
 * @param {{ key: string, title: string, address: string, attempt: () => Promise<void>, progress: Progress }} download
 *   `address`: where the download comes from; `attempt` is made only if that place answers
 * @returns {Promise<boolean>} whether it is there now
 */
export async function tryDownload({ key, title, address, attempt, progress }) {
  const failed = recentFailure(key);
  if (failed !== undefined) {
    progress.say(`${title}: the official download failed ${hoursSince(failed.at)} ago (${failed.why}), not tried again today`);
    return false;
  }
  try {
    progress.say(`${title}: trying the official download`);
    await reach(address);
    await attempt();
    return true;
  } catch (error) {
    const why = firstLine(error);
    rememberFailure(key, why);
    progress.say(`${title}: no official download here (${why})`);
    return false;
  }
}

/**
 * Any answer will do: what matters is whether there is a way to that place at all.
 *
 * @param {string} address
 */
async function reach(address) {
  const { host } = new URL(address);
  try {
    await fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(reachLimitMs) });
  } catch (error) {
    const cause = /** @type {{ cause?: { code?: string } }} */ (error).cause?.code;
    throw new Error(`${host} cannot be reached${cause === undefined ? '' : `: ${cause}`}`, { cause: error });
  }
}

/** @param {unknown} error */
function firstLine(error) {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** @param {number} at */
function hoursSince(at) {
  const hours = Math.floor((Date.now() - at) / 3_600_000);
  return hours < 1 ? 'less than an hour' : `${hours} h`;
}
