import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeedRing, takenAt, type RingFrame } from './feedRing.ts';
import { HallTimes } from './hallTimes.ts';
import { Pins } from './pins.ts';
import { readPiece } from './readPiece.ts';
import type { AlarmId, FeedId } from '#protocol/nouns/ids.ts';

const frame = (mediaMs: number, key: boolean, size = 100) => ({ mediaMs, key, bytes: Buffer.alloc(size), codec: 'vp8' });
const STRETCH = { offsetMs: 1_000_000 };

function filled(options: { seconds: number; keyEveryMs: number; lengthMs?: number; size?: number }): FeedRing {
  const ring = new FeedRing({ lengthMs: options.lengthMs ?? 35_000 });
  for (let at = 0; at < options.seconds * 1_000; at += 100) ring.push(frame(at, at % options.keyEveryMs === 0, options.size), STRETCH);
  return ring;
}

describe('feed ring', () => {
  it('begins with a key frame, covers its length once it can, and never keeps more than one group beyond it', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ stepMs: fc.integer({ min: 1, max: 900 }), key: fc.boolean(), size: fc.integer({ min: 1, max: 50 }) }), { maxLength: 300 }), fc.integer({ min: 1_000, max: 20_000 }), (steps, lengthMs) => {
        const ring = new FeedRing({ lengthMs });
        const pushed: { mediaMs: number; key: boolean }[] = [];
        let mediaMs = 0;
        for (const { stepMs, key, size } of steps) {
          mediaMs += stepMs;
          ring.push(frame(mediaMs, key, size), STRETCH);
          pushed.push({ mediaMs, key });
          ring.trim(mediaMs + STRETCH.offsetMs);
          expect(ring.bytes).toBe(ring.frames.reduce((sum, { bytes }) => sum + bytes.length, 0));
        }
        const [first] = ring.frames;
        const keepFrom = mediaMs - lengthMs;
        const begin = pushed.findLast((one) => one.key && one.mediaMs <= keepFrom) ?? pushed.find((one) => one.key);
        expect(first?.key ?? true).toBe(true);
        expect(first?.mediaMs).toBe(begin?.mediaMs);
      }),
    );
  });

  it('forgets all when nothing came for its length', () => {
    const ring = filled({ seconds: 10, keyEveryMs: 1_000 });
    ring.trim(STRETCH.offsetMs + 9_900 + 35_001);
    expect(ring).toMatchObject({ bytes: 0, frames: [], startsAt: Infinity });
  });

  it('frees its oldest group, and waits for a key frame when that was the last', () => {
    const ring = filled({ seconds: 10, keyEveryMs: 5_000 });
    ring.dropOldestGroup();
    expect(ring.frames[0]).toMatchObject({ mediaMs: 5_000, key: true });
    ring.dropOldestGroup();
    expect(ring.bytes).toBe(0);
    expect(ring.push(frame(10_000, false), STRETCH)).toBe(false);
    expect(ring.push(frame(10_100, true), STRETCH)).toBe(true);
  });
});

describe('hall times', () => {
  it('takes the least delay for the true one, so that jitter does not shake the picture', () => {
    const times = new HallTimes();
    const delays = [80, 5, 60, 0, 120, 30];
    const frames = delays.map((delay, index) => ({ mediaMs: index * 40, stretch: times.stretchOf({ mediaMs: index * 40 }, 5_000 + index * 40 + delay) }));
    const ats = frames.map(({ mediaMs, stretch }) => mediaMs + stretch.offsetMs);
    expect(ats.map((at, index) => at - 5_000 - index * 40).every((late) => late >= 0 && late < 1)).toBe(true);
  });

  it('begins another stretch when the source begins anew', () => {
    const times = new HallTimes();
    const before = times.stretchOf({ mediaMs: 50_000 }, 100_000);
    const after = times.stretchOf({ mediaMs: 10 }, 101_000);
    expect(after).not.toBe(before);
    expect(10 + after.offsetMs).toBe(101_000);
    expect(50_000 + before.offsetMs).toBe(100_000);
  });
});

describe('what is read', () => {
  const all = (frames: readonly RingFrame[], from: number, to: number) => {
    const read: { at: number; key: boolean }[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const piece = readPiece(frames, { from, to, after });
      expect(piece.frames.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(201_000);
      read.push(...piece.frames);
      after = piece.next;
    }
    return read;
  };

  it('is whole over its pieces, from the key frame at or before the wanted moment on', () => {
    const ring = filled({ seconds: 30, keyEveryMs: 4_000, size: 20_000 });
    const read = all(ring.frames, STRETCH.offsetMs + 9_000, STRETCH.offsetMs + 20_000);
    expect(read[0]).toMatchObject({ at: STRETCH.offsetMs + 8_000, key: true });
    expect(read.map(({ at }) => at)).toEqual(Array.from({ length: 121 }, (_, index) => STRETCH.offsetMs + 8_000 + index * 100));
  });

  it('says so when nothing of that time is kept', () => {
    const ring = filled({ seconds: 5, keyEveryMs: 1_000 });
    expect(() => readPiece(ring.frames, { from: STRETCH.offsetMs + 60_000, to: STRETCH.offsetMs + 70_000 })).toThrow(expect.objectContaining({ code: 'notKept' }));
    expect(() => readPiece([], { from: 0, to: 1 })).toThrow(expect.objectContaining({ code: 'notKept' }));
  });

  it('outlives the ring while it is pinned, for 10 minutes and 20 alarms at most', () => {
    const pins = new Pins();
    const ring = filled({ seconds: 40, keyEveryMs: 2_000 });
    const feedId = 'feed' as FeedId;
    for (let index = 0; index < 21; index += 1) pins.pin({ alarmId: `alarm-${index}` as AlarmId, feedId: index === 20 ? feedId : ('other' as FeedId), frames: ring.frames, now: 0 });
    ring.clear();
    expect(pins.bytes).toBe(20 * pins.framesOf(feedId).reduce((sum, { bytes }) => sum + bytes.length, 0));
    const read = all(pins.framesOf(feedId), STRETCH.offsetMs + 10_000, STRETCH.offsetMs + 39_900);
    expect(read).toHaveLength(300);
    expect(takenAt(pins.framesOf(feedId)[0] as RingFrame)).toBe(STRETCH.offsetMs + 2_000);
    pins.release('alarm-20' as AlarmId);
    expect(pins.framesOf(feedId)).toEqual([]);
    pins.releaseOld(10 * 60_000);
    expect(pins.bytes).toBe(0);
  });
});
