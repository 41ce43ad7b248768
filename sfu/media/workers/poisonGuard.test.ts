import { describe, expect, it } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { PoisonGuard } from './poisonGuard.ts';

const CRASH = new Error('[pid:1, code:null, signal:SIGSEGV]');
const KILL = new Error('[pid:1, code:null, signal:SIGKILL]');
const feed = (name: string): FeedId => name as FeedId;

/** The feed that is blamed for each of these deaths, one every `everyMs`; before each, `suspect` started on the worker that dies. */
function blamed(guard: PoisonGuard, deaths: readonly Error[], everyMs = 1_000): (FeedId | null)[] {
  return deaths.map((death, index) => {
    const worker = {};
    guard.sourceStarted(worker, feed('bystander'));
    guard.sourceStarted(worker, feed('suspect'));
    return guard.workerDied(worker, death, index * everyMs);
  });
}

describe('poison guard', () => {
  it('shuts out the newest source at the fourth crash in a minute, for a minute', () => {
    const guard = new PoisonGuard();
    expect(blamed(guard, [CRASH, CRASH, CRASH, CRASH])).toEqual([null, null, null, 'suspect']);
    expect(guard.quarantinedUntil(feed('suspect'), 3_001)).toBe(63_000);
    expect(guard.quarantinedUntil(feed('bystander'), 3_001)).toBeNull();
    expect(guard.quarantinedUntil(feed('suspect'), 63_000)).toBeNull();
  });

  it('blames nobody for workers that were killed from outside', () => {
    expect(blamed(new PoisonGuard(), [KILL, KILL, KILL, KILL, KILL])).toEqual([null, null, null, null, null]);
  });

  it('forgets crashes that are more than a minute old', () => {
    expect(blamed(new PoisonGuard(), [CRASH, CRASH, CRASH, CRASH, CRASH], 20_001)).toEqual([null, null, null, null, null]);
  });
});
