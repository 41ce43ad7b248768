import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, type Position } from '#domain/geodesy/datum.ts';
import { circleRing } from './measure.ts';
import { isInside, ringFault } from './ring.ts';

const square: Position[] = [[118, 25], [118.01, 25], [118.01, 25.01], [118, 25.01]];

describe('ringFault', () => {
  it('takes a plain square, whichever way round', () => {
    expect(ringFault(square)).toBeNull();
    expect(ringFault(square.toReversed())).toBeNull();
  });

  it('refuses two corners, a bow tie, a line back and forth, and a crowd of corners', () => {
    expect(ringFault(square.slice(0, 2))).toBe('few');
    expect(ringFault([square[0]!, square[2]!, square[1]!, square[3]!])).toBe('crossed');
    expect(ringFault([[118, 25], [118.01, 25], [118.02, 25]])).toBe('flat');
    expect(ringFault([[118, 25], [118.02, 25], [118.01, 25], [118.01, 25.01]])).toBe('crossed');
    expect(ringFault(circleRing([118, 25], 500, 129))).toBe('many');
  });
});

describe('isInside', () => {
  it('agrees with the distance from the middle of a circle', () => {
    const centre: Position = [118, 25];
    const ring = circleRing(centre, 1000, 128);
    const near = fc.tuple(fc.double({ min: 117.98, max: 118.02, noNaN: true }), fc.double({ min: 24.98, max: 25.02, noNaN: true }));
    fc.assert(
      fc.property(near, (point) => {
        const away = distanceM(centre, point);
        fc.pre(Math.abs(away - 1000) > 5);
        expect(isInside(ring, point)).toBe(away < 1000);
      }),
    );
  });
});
