import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_STROKE_POINTS } from '#protocol/wall/drawings.ts';
import { simplify } from './simplify.ts';

const coordinate = fc.double({ min: 0, max: 1, noNaN: true });

describe('simplify', () => {
  it('keeps both ends, stays in the picture and never has too many points', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 900 }), (pairs) => {
        const points = pairs.flat();
        const simple = simplify(points);
        expect(simple.length).toBeLessThanOrEqual(2 * MAX_STROKE_POINTS);
        expect(simple.length % 2).toBe(0);
        expect(simple.every((value) => value >= 0 && value <= 1)).toBe(true);
        [simple.slice(0, 2), simple.slice(-2)].forEach((end, index) => {
          const given = index === 0 ? points.slice(0, 2) : points.slice(-2);
          end.forEach((value, axis) => expect(value).toBeCloseTo(given[axis]!, 3));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('leaves a straight line with its ends, and a corner with its corner', () => {
    const straight = Array.from({ length: 50 }, (_, index) => [index / 50, index / 100]).flat();
    expect(simplify(straight)).toEqual([0, 0, 0.98, 0.49]);
    expect(simplify([0, 0, 0.25, 0, 0.5, 0, 0.5, 0.25, 0.5, 0.5])).toEqual([0, 0, 0.5, 0, 0.5, 0.5]);
  });
});
