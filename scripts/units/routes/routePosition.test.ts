import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, routePosition } from './routePosition.ts';
import { ROUTES, type Point, type Route } from './routes.ts';

const straight: Route = { routeId: 'test', place: '', court: 'siming', speedMps: 10, points: [[118, 24], [118, 24.01], [118, 24.02]] };
const lengthM = distanceM([118, 24], [118, 24.02]);

function pointAt(route: Route, elapsedMs: number): Point {
  const { longitudeDeg, latitudeDeg } = routePosition(route, elapsedMs);
  return [longitudeDeg, latitudeDeg];
}

describe('a position on a route', () => {
  it('starts at the start, heading north, and turns round at the end', () => {
    expect(routePosition(straight, 0)).toEqual({ longitudeDeg: 118, latitudeDeg: 24, headingDeg: 0, speedMps: 10 });
    const thereMs = (lengthM / 10) * 1_000;
    expect(routePosition(straight, thereMs * 0.999).headingDeg).toBeCloseTo(0);
    expect(routePosition(straight, thereMs * 1.001).headingDeg).toBeCloseTo(180);
    expect(routePosition(straight, thereMs * 2).latitudeDeg).toBeCloseTo(24, 6);
  });

  it('is half way after half the time', () => {
    expect(routePosition(straight, (lengthM / 20) * 1_000).latitudeDeg).toBeCloseTo(24.01, 5);
  });

  it('never jumps: a second moves a unit by its speed at most', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ROUTES), fc.integer({ min: 0, max: 86_400_000 }), (route, at) => {
        const moved = distanceM(pointAt(route, at), pointAt(route, at + 1_000));
        expect(moved).toBeLessThanOrEqual(route.speedMps * 1.01);
      }),
    );
  });

  it('moves at its speed away from corners', () => {
    expect(distanceM(pointAt(straight, 5_000), pointAt(straight, 6_000))).toBeCloseTo(10, 1);
  });
});

describe('the routes', () => {
  it('are several, of 8 to 20 points, in Fujian, without leaps', () => {
    expect(ROUTES.length).toBeGreaterThanOrEqual(6);
    for (const { routeId, points } of ROUTES) {
      const outside = points.filter(([lon, lat]) => lon < 115.8 || lon > 120.8 || lat < 23.5 || lat > 28.4);
      const stepsM = points.slice(1).map((point, index) => distanceM(points[index]!, point));
      const leaps = stepsM.filter((stepM) => stepM < 100 || stepM > 1_000);
      expect({ routeId, enough: points.length >= 8 && points.length <= 20, outside, leaps }).toEqual({ routeId, enough: true, outside: [], leaps: [] });
    }
  });

  it('lie within the county of their court, as far as its centre tells', () => {
    // Seats of the prefectures (domain knowledge, ±2 km); a route of another city would be tens of kilometres off.
    const seats: Partial<Record<string, Point>> = {
      siming: [118.09, 24.48], gulou: [119.3, 26.08], licheng: [118.59, 24.91], xinluo: [117.02, 25.08], jiaocheng: [119.55, 26.67],
      yanping: [118.18, 26.64], xiangcheng: [117.65, 24.51], meilie: [117.64, 26.27],
    };
    const astray = ROUTES.filter(({ court, points }) => distanceM(seats[court] ?? points[0]!, points[0]!) > 6_000);
    expect(astray).toEqual([]);
    expect(ROUTES.filter(({ court }) => seats[court] !== undefined).length).toBeGreaterThanOrEqual(8);
  });
});
