import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, type Position } from '../geodesy/datum.ts';
import { boxOf, checkRing, contains, edgeDistanceM, type Ring } from './ring.ts';

/** Near Anxi. */
const CENTRE: Position = [118.186, 25.055];
const METRE_NORTH = 1 / 111_195;
const METRE_EAST = METRE_NORTH / Math.cos((CENTRE[1] * Math.PI) / 180);
const at = (eastM: number, northM: number): Position => [CENTRE[0] + eastM * METRE_EAST, CENTRE[1] + northM * METRE_NORTH];
const polar = (angle: number, radiusM: number) => at(Math.cos(angle) * radiusM, Math.sin(angle) * radiusM);

/** Seen from its middle, each corner once: a simple polygon, and mostly not a convex one. */
const star = fc.array(fc.double({ min: 200, max: 3_000, noNaN: true }), { minLength: 3, maxLength: 128 })
  .map((radii) => radii.map((radius, index) => polar((index / radii.length) * 2 * Math.PI, radius)));
const point = fc.tuple(fc.double({ min: -3_500, max: 3_500, noNaN: true }), fc.double({ min: -3_500, max: 3_500, noNaN: true })).map(([east, north]) => at(east, north));

/** How often the ring goes round the point: an independent way to say what is inside. */
function turnsAround(ring: Ring, [x, y]: Position): number {
  const angles = ring.map(([cornerX, cornerY]) => Math.atan2(cornerY - y, cornerX - x));
  const turned = angles.reduce((sum, angle, index) => {
    const step = angles[(index + 1) % angles.length]! - angle;
    return sum + (step > Math.PI ? step - 2 * Math.PI : step < -Math.PI ? step + 2 * Math.PI : step);
  }, 0);
  return Math.round(turned / (2 * Math.PI));
}

/** The nearest of many points on the edges. */
function sampledDistanceM(ring: Ring, from: Position): number {
  return Math.min(...ring.flatMap((corner, index) => {
    const next = ring[(index + 1) % ring.length]!;
    return Array.from({ length: 101 }, (_, share) => distanceM(from, [corner[0] + ((next[0] - corner[0]) * share) / 100, corner[1] + ((next[1] - corner[1]) * share) / 100]));
  }));
}

describe('a ring', () => {
  it('contains what it goes round', () => {
    fc.assert(
      fc.property(star, point, (ring, where) => {
        fc.pre(edgeDistanceM(ring, where) > 0.01);
        expect(contains(ring, where)).toBe(turnsAround(ring, where) !== 0);
        expect(contains(ring.toReversed(), where)).toBe(contains(ring, where));
      }),
      { numRuns: 400 },
    );
  });

  it('contains its corners and its edges', () => {
    fc.assert(
      fc.property(star, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (ring, index, share) => {
        const [from, to] = [ring[index % ring.length]!, ring[(index + 1) % ring.length]!];
        expect(contains(ring, from)).toBe(true);
        expect(contains(ring, [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share])).toBe(true);
      }),
    );
  });

  it('knows how far its edge is', () => {
    fc.assert(
      fc.property(star, point, (ring, where) => {
        const distance = edgeDistanceM(ring, where);
        const sampled = sampledDistanceM(ring, where);
        expect(distance).toBeLessThan(sampled * 1.002 + 0.01);
        // Samples are up to half a hundredth of the longest edge apart from the nearest place.
        expect(distance).toBeGreaterThan(sampled * 0.998 - 45);
      }),
      { numRuns: 100 },
    );
  });

  it('may be drawn when it is simple, and is refused once two of its edges cross', () => {
    fc.assert(
      fc.property(star, fc.nat(), (ring, index) => {
        expect(() => checkRing(ring)).not.toThrow();
        fc.pre(ring.length >= 4);
        // Two neighbours changed places: the edges before and after them cross, where the ring is round.
        const round = ring.map((_, corner) => polar((corner / ring.length) * 2 * Math.PI, 1_000));
        const [one, other] = [index % ring.length, (index + 1) % ring.length];
        const crossed = round.with(one, round[other]!).with(other, round[one]!);
        expect(() => checkRing(crossed)).toThrow(expect.objectContaining({ code: 'badRing' }));
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, Ring]>([
    ['two corners', [at(0, 0), at(100, 0)]],
    ['a line', [at(0, 0), at(100, 0), at(200, 0)]],
    ['a corner twice', [at(0, 0), at(100, 0), at(100, 0), at(0, 100)]],
    ['a way back on itself', [at(0, 0), at(100, 0), at(100, 100), at(100, 0), at(0, -100)]],
    ['a corner on another edge', [at(0, 0), at(100, 0), at(100, 100), at(50, 0), at(0, 100)]],
    ['a speck', [at(0, 0), at(1, 0), at(0, 1)]],
    ['an hourglass', [at(0, 0), at(100, 100), at(100, 0), at(0, 100)]],
    ['too many corners', Array.from({ length: 129 }, (_, index) => polar((index / 129) * 2 * Math.PI, 1_000))],
  ])('is none with %s', (_name, ring) => {
    expect(() => checkRing(ring)).toThrow(expect.objectContaining({ code: 'badRing' }));
  });

  it('lies in its box', () => {
    expect(boxOf([at(0, 0), at(100, 0), at(50, 80)])).toEqual([...at(0, 0), at(100, 0)[0], at(50, 80)[1]]);
  });
});
