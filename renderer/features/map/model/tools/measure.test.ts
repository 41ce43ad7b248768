import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, type Position } from '#domain/geodesy/datum.ts';
import { circleRing, pathLengthM, ringAreaM2 } from './measure.ts';

const inFujian = fc.tuple(fc.double({ min: 116, max: 120.5, noNaN: true }), fc.double({ min: 23.6, max: 28.2, noNaN: true }));

describe('measuring', () => {
  it('adds up a line, and closes it where it is a ring', () => {
    const square: Position[] = [[118, 25], [118.01, 25], [118.01, 25.01], [118, 25.01]];
    expect(pathLengthM(square.slice(0, 2))).toBeCloseTo(distanceM([118, 25], [118.01, 25]), 6);
    expect(pathLengthM(square, true) - pathLengthM(square)).toBeCloseTo(distanceM([118, 25.01], [118, 25]), 6);
    expect(pathLengthM([[118, 25]], true)).toBe(0);
  });

  it('knows a square kilometre', () => {
    const northDeg = 1000 / 111_195;
    const eastDeg = northDeg / Math.cos((25 * Math.PI) / 180);
    const ring: Position[] = [[118, 25], [118 + eastDeg, 25], [118 + eastDeg, 25 + northDeg], [118, 25 + northDeg]];
    expect(ringAreaM2(ring) / 1_000_000).toBeCloseTo(1, 3);
    expect(ringAreaM2(ring.toReversed())).toBeCloseTo(ringAreaM2(ring), 3);
  });

  it('draws a circle whose corners are as far from the middle as they should be', () => {
    fc.assert(
      fc.property(inFujian, fc.double({ min: 20, max: 50_000, noNaN: true }), (centre, radiusM) => {
        const ring = circleRing(centre, radiusM);
        expect(ring).toHaveLength(48);
        for (const corner of ring) {
          expect(Math.abs(distanceM(centre, corner) - radiusM)).toBeLessThan(0.01 + radiusM * 1e-6);
        }
        const roundAreaM2 = Math.PI * radiusM ** 2;
        expect(ringAreaM2(ring) / roundAreaM2).toBeGreaterThan(0.99);
        expect(ringAreaM2(ring) / roundAreaM2).toBeLessThan(1);
      }),
    );
  });
});
