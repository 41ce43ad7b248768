import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceRecording } from '#protocol/media/recordings.ts';
import { dayOf, nextDay, percentOf, spanOfDay, spanToPlay, spanWords } from './timeline.ts';

const MINUTE = 60_000;
const recording = (from: number, until: number): DeviceRecording => ({ from, until, kind: 'time', secret: false, name: '', bytes: null });

describe('days of recordings', () => {
  it('are those of Beijing', () => {
    expect(dayOf(Date.parse('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
    expect(spanOfDay('2026-11-23')).toEqual({ from: Date.parse('2026-11-22T16:00:00Z'), until: Date.parse('2026-11-23T16:00:00Z') });
    expect([nextDay('2026-02-28', 1), nextDay('2026-01-01', -1)]).toEqual(['2026-03-01', '2025-12-31']);
    expect([spanOfDay(''), spanOfDay('2026-13-40')]).toEqual([null, null]);
  });
});

describe('what is played from a moment', () => {
  const cut = [recording(0, 20 * MINUTE), recording(20 * MINUTE + 1_000, 40 * MINUTE), recording(60 * MINUTE, 70 * MINUTE)];

  it('goes on over the seam of two files, and ends at a gap', () => {
    expect(spanToPlay(cut, 5 * MINUTE)).toEqual({ from: 5 * MINUTE, until: 40 * MINUTE });
    expect(spanToPlay(cut.toReversed(), 25 * MINUTE)).toEqual({ from: 25 * MINUTE, until: 40 * MINUTE });
  });

  it('begins with the next recording where there is none, and is nothing after the last', () => {
    expect(spanToPlay(cut, 50 * MINUTE)).toEqual({ from: 60 * MINUTE, until: 70 * MINUTE });
    expect(spanToPlay(cut, 70 * MINUTE)).toBeNull();
  });

  it('never begins before the second that was asked for, and is never empty', () => {
    const spans = fc.array(fc.tuple(fc.nat(5_000_000), fc.integer({ min: 1_000, max: 900_000 })).map(([from, length]) => recording(from, from + length)), { maxLength: 12 });
    fc.assert(fc.property(spans, fc.nat(6_000_000), (recordings, at) => {
      const span = spanToPlay(recordings, at);
      expect(span === null).toBe(recordings.every(({ until }) => until <= at));
      expect(span === null || (span.until > span.from && span.from > at - 1_000)).toBe(true);
    }));
  });
});

describe('a span in words', () => {
  it('ends with its day, and not before it began', () => {
    const { from, until } = spanOfDay('2026-11-22')!;
    expect([spanWords({ from, until }), spanWords({ from, until: from + MINUTE })]).toEqual(['00:00:00 – 24:00:00', '00:00:00 – 00:01:00']);
  });
});

describe('a moment on the bar', () => {
  it('stands within it', () => {
    const hour = { from: 1_000, until: 2_000 };
    expect([0, 1_000, 1_250, 2_000, 9_000].map((at) => percentOf(hour, at))).toEqual([0, 0, 25, 100, 100]);
  });
});
