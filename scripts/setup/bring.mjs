// @ts-check
/** @import { Part, Progress } from './part.ts' */
import { sweepUnfinished } from './cache/cache.mjs';
import { withLock } from './cache/lock.mjs';
import { passInterruptsOn } from './child/child.mjs';

/**
 * Brings the parts that are missing, one after the other. When none is, this only looks.
 *
 * @param {readonly Part[]} parts in the order in which they build on each other
 * @param {Progress} progress
 * @throws an Error whose message says what to do
 */
export async function bringMissing(parts, progress) {
  if (parts.every((part) => part.check().state === 'found')) return;
  const stopPassingOn = passInterruptsOn();
  try {
    await withLock(progress, async () => {
      sweepUnfinished();
      // Looked at again and in order: another set-up may have brought it meanwhile, and each may use the ones before.
      for (const part of parts) await bringOne(part, progress);
    });
  } finally {
    stopPassingOn();
    progress.settle();
  }
}

/**
 * @param {Part} part
 * @param {Progress} progress
 */
async function bringOne(part, progress) {
  const before = part.check();
  if (before.state === 'found') return;
  const startedAt = Date.now();
  progress.say(`${part.name}: ${before.why}`);
  await part.bring(progress);
  const after = part.check();
  if (after.state === 'missing') throw new Error(`${part.name} was brought and is still missing: ${after.why}. ${after.mend}`);
  progress.say(`${part.name}: ${after.version} ready, ${after.from} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
}
