import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrackPoint } from '#protocol/telemetry/packedTrack.ts';
import { awayFromWayM, thinTrack } from './thinTrack.ts';

function pointAt(at: number, longitudeDeg: number, latitudeDeg: number): TrackPoint {
  return { at, longitudeDeg, latitudeDeg, headingDeg: 0, speedMps: 0, accuracyM: 5 };
}

/** A walk that turns, stops and jumps. */
const anyTrack = fc.array(fc.record({ dt: fc.integer({ min: 0, max: 5_000 }), dx: fc.integer({ min: -50, max: 50 }), dy: fc.integer({ min: -50, max: 50 }), still: fc.boolean() }), { minLength: 3, maxLength: 400 }).map((steps) => {
  let [at, x, y] = [1_800_000_000_000, 0, 0];
  return steps.map(({ dt, dx, dy, still }) => {
    at += dt;
    x += still ? 0 : dx;
    y += still ? 0 : dy;
    return pointAt(at, 118 + x / 1e5, 24 + y / 1e5);
  });
});

describe('a thinned track', () => {
  it('has no more points than asked for, first and last among them, and is never farther from the unit than it says', () => {
    fc.assert(
      fc.property(anyTrack, fc.integer({ min: 2, max: 60 }), (points, maxPoints) => {
        const thinned = thinTrack(points, maxPoints);
        expect(thinned.points.length).toBeLessThanOrEqual(Math.max(maxPoints, 2));
        expect(thinned.points[0]).toBe(points[0]);
        expect(thinned.points.at(-1)).toBe(points.at(-1));
        const kept = thinned.points.map((point) => points.indexOf(point));
        const away = points.map((point, index) => {
          const after = kept.findIndex((place) => place >= index);
          return kept[after] === index ? 0 : awayFromWayM(point, points[kept[after - 1]!]!, points[kept[after]!]!);
        });
        expect(Math.max(...away)).toBeLessThanOrEqual(thinned.toleranceM + 1e-6);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps a turn, and the beginning and end of a stop on a straight road', () => {
    const drive = Array.from({ length: 100 }, (_, index) => pointAt(index * 1_000, 118 + index / 1e4, 24));
    const stop = Array.from({ length: 300 }, (_, index) => pointAt(100_000 + index * 1_000, 118 + 99 / 1e4, 24));
    const onward = Array.from({ length: 100 }, (_, index) => pointAt(400_000 + index * 1_000, 118 + (100 + index) / 1e4, 24));
    const turn = Array.from({ length: 100 }, (_, index) => pointAt(500_000 + index * 1_000, 118 + 199 / 1e4, 24 + (1 + index) / 1e4));
    const { points, toleranceM } = thinTrack([...drive, ...stop, ...onward, ...turn], 6);
    expect(points.map(({ at }) => at)).toEqual(expect.arrayContaining([0, 99_000, 399_000, 499_000, 599_000]));
    expect(toleranceM).toBeLessThan(1);
  });

  it('keeps all of a long track that is asked for whole, and bounds the work on a long one', () => {
    const long = Array.from({ length: 50_000 }, (_, index) => pointAt(index * 1_000, 118 + Math.sin(index / 50) / 100, 24 + Math.cos(index / 70) / 100));
    expect(thinTrack(long, 50_000)).toEqual({ points: long, toleranceM: 0 });
    const thinned = thinTrack(long, 1_000);
    expect(thinned.points.length).toBeLessThanOrEqual(1_000);
    expect(thinned.points.length).toBeGreaterThan(900);
  });
});
