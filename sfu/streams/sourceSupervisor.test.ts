import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { SourceReading } from '../ports/sources.ts';
import { backOff } from './backOff.ts';
import { SourceSupervisor, type Attempt } from './sourceSupervisor.ts';
import { StreamFault } from './streamFault.ts';

const CARRIED = { feedId: 'feed' as FeedId, media: { videoCodec: 'h264', audioCodec: null, copied: true } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A supervisor whose attempts end when the test says so. */
function supervised({ pushed = false } = {}) {
  const readings: SourceReading[] = [];
  const attempts: (Attempt & { fail: (fault: Error) => void })[] = [];
  let here = 0;
  let restarts = 0;
  const supervisor = SourceSupervisor.start({
    pushed,
    attempt: (attempt) => new Promise<never>((_, reject) => {
      attempts.push({ ...attempt, fail: reject });
      attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason as Error));
    }),
    tell: (reading) => void readings.push(reading),
    attend: () => {
      here += 1;
      return () => (here -= 1);
    },
    onRestart: () => (restarts += 1),
    onUnexpected: () => undefined,
    now: Date.now,
    random: () => 0.5,
  });
  const turn = () => vi.advanceTimersByTimeAsync(0);
  return {
    supervisor, readings, attempts, turn,
    here: () => here,
    restarts: () => restarts,
    last: () => readings.at(-1),
    fail: async (fault: Error) => {
      attempts.at(-1)?.fail(fault);
      await turn();
    },
    live: async () => {
      attempts.at(-1)?.onLive(CARRIED);
      await turn();
    },
  };
}

describe('back-off', () => {
  it('doubles from a second to half a minute, a fifth more or less', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 400].map((failures) => backOff(failures, 0.5))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect([backOff(1, 0), backOff(1, 1), backOff(9, 1)]).toEqual([800, 1_200, 36_000]);
  });
});

describe('a source that is fetched', () => {
  it('waits longer after every failure, says why and until when, and is not asked before', async () => {
    const test = supervised();
    expect(test.last()).toMatchObject({ state: 'connecting', attempts: 1 });
    for (const waitMs of [1_000, 2_000, 4_000]) {
      const before = test.attempts.length;
      await test.fail(new StreamFault('unreachable', 'Connection refused'));
      expect(test.last()).toMatchObject({ state: 'retrying', nextAttemptAt: Date.now() + waitMs, fault: { fault: 'unreachable', detail: 'Connection refused' }, media: null });
      await vi.advanceTimersByTimeAsync(waitMs - 1);
      expect(test.attempts.length).toBe(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(test.attempts.length).toBe(before + 1);
    }
    expect(test.restarts()).toBe(3);
    await test.supervisor.close();
  });

  it('brings its unit here while it is live alone', async () => {
    const test = supervised();
    await test.live();
    expect(test.last()).toEqual({ state: 'live', attempts: 0, nextAttemptAt: null, media: CARRIED.media, feedId: 'feed' });
    expect(test.here()).toBe(1);
    await test.fail(new StreamFault('silent', ''));
    expect(test.here()).toBe(0);
    expect(test.last()).toMatchObject({ state: 'retrying', feedId: null, fault: { fault: 'silent' } });
    await test.supervisor.close();
  });

  it('has earned a quick return after half a minute live, and not before', async () => {
    const test = supervised();
    for (let failure = 0; failure < 4; failure++) {
      await test.fail(new StreamFault('unreachable', ''));
      await vi.advanceTimersByTimeAsync(30_000);
    }
    await test.live();
    await vi.advanceTimersByTimeAsync(29_000);
    await test.fail(new StreamFault('ended', ''));
    expect(test.last()).toMatchObject({ nextAttemptAt: Date.now() + 16_000 });
    await vi.advanceTimersByTimeAsync(16_000);
    expect(test.restarts()).toBe(5);
    await test.live();
    await vi.advanceTimersByTimeAsync(30_000);
    await test.fail(new StreamFault('ended', ''));
    expect(test.last()).toMatchObject({ nextAttemptAt: Date.now() + 1_000 });
    await test.supervisor.close();
  });

  it('is tried at once when somebody asks', async () => {
    const test = supervised();
    await test.fail(new StreamFault('refusedLogin', '401'));
    test.supervisor.retry();
    await test.turn();
    expect(test.attempts).toHaveLength(2);
    expect(test.last()).toMatchObject({ state: 'connecting' });
    await test.supervisor.close();
  });

  it('ends in whatever it is doing, says nothing more and leaves nobody here', async () => {
    for (const state of ['connecting', 'live', 'retrying'] as const) {
      const test = supervised();
      if (state === 'live') await test.live();
      if (state === 'retrying') await test.fail(new StreamFault('failed', ''));
      const told = test.readings.length;
      await test.supervisor.close();
      await test.supervisor.close();
      expect(test.readings.length).toBe(told);
      expect(test.here()).toBe(0);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(test.attempts).toHaveLength(1);
    }
  });
});

describe('a source that is pushed', () => {
  it('waits for its encoder, and is open again at once when it went', async () => {
    const test = supervised({ pushed: true });
    expect(test.last()).toMatchObject({ state: 'waiting' });
    test.attempts[0]?.onArrived();
    expect(test.last()).toMatchObject({ state: 'connecting' });
    await test.live();
    await test.fail(new StreamFault('ended', ''));
    expect(test.attempts).toHaveLength(2);
    expect(test.last()).toMatchObject({ state: 'waiting' });
    expect(test.readings.at(-2)).toMatchObject({ state: 'waiting', fault: { fault: 'ended' } });
    await test.fail(new StreamFault('noVideo', 'audio: aac'));
    expect(test.last()).toMatchObject({ state: 'retrying', fault: { fault: 'noVideo' } });
    await test.supervisor.close();
  });
});
