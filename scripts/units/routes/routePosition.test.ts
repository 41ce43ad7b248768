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
      expect(points.length, routeId).toBeGreaterThanOrEqual(8);
      expect(points.length, routeId).toBeLessThanOrEqual(20);
      for (const [index, point] of points.entries()) {
        expect(point[0] > 115.8 && point[0] < 120.8 && point[1] > 23.5 && point[1] < 28.4, `${routeId} ${point}`).toBe(true);
        const stepM = index === 0 ? 500 : distanceM(points[index - 1]!, point);
        expect(stepM, `${routeId} ${index}`).toBeGreaterThan(100);
        expect(stepM, `${routeId} ${index}`).toBeLessThan(1_000);
      }
    }
  });

  it('lie within the county of their court, as far as its centre tells', () => {
    // Seats of the prefectures (domain knowledge, ±2 km); a route of another city would be tens of kilometres off.
    const seats: Partial<Record<string, Point>> = {
      siming: [118.09, 24.48], gulou: [119.3, 26.08], licheng: [118.59, 24.91], xinluo: [117.02, 25.08], jiaocheng: [119.55, 26.67],
      yanping: [118.18, 26.64], xiangcheng: [117.65, 24.51], meilie: [117.64, 26.27],
    };
    for (const route of ROUTES) {
      const seat = seats[route.court];
      if (seat !== undefined) {
        expect(distanceM(seat, route.points[0]!), route.routeId).toBeLessThan(6_000);
      }
    }
  });
});
