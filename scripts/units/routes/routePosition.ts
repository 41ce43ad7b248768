import type { Point, Route } from './routes.ts';

export type RoutePosition = {
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  /** Clockwise from north, 0 to 360. */
  readonly headingDeg: number;
  readonly speedMps: number;
};

const EARTH_RADIUS_M = 6_371_008;
const RAD = Math.PI / 180;

/** Where a unit is after travelling `elapsedMs` from the route's start: to its end, back, and so on. */
export function routePosition(route: Route, elapsedMs: number): RoutePosition {
  const legs = route.points.slice(1).map((to, index) => ({ from: route.points[index]!, to, lengthM: distanceM(route.points[index]!, to) }));
  const totalM = legs.reduce((sum, leg) => sum + leg.lengthM, 0);
  const travelledM = (((route.speedMps * elapsedMs) / 1_000) % (2 * totalM) + 2 * totalM) % (2 * totalM);
  const back = travelledM > totalM;
  let restM = back ? 2 * totalM - travelledM : travelledM;
  for (const [index, leg] of legs.entries()) {
    if (restM <= leg.lengthM || index === legs.length - 1) {
      const share = Math.min(1, restM / leg.lengthM);
      const [longitudeDeg, latitudeDeg] = [mix(leg.from[0], leg.to[0], share), mix(leg.from[1], leg.to[1], share)];
      const headingDeg = back ? bearingDeg(leg.to, leg.from) : bearingDeg(leg.from, leg.to);
      return { longitudeDeg, latitudeDeg, headingDeg, speedMps: route.speedMps };
    }
    restM -= leg.lengthM;
  }
  throw new Error(`the route ${route.routeId} has fewer than two points`);
}

/** Great-circle distance, metres. */
export function distanceM(a: Point, b: Point): number {
  const [latitudeA, latitudeB] = [a[1] * RAD, b[1] * RAD];
  const sinLatitude = Math.sin((latitudeB - latitudeA) / 2);
  const sinLongitude = Math.sin(((b[0] - a[0]) * RAD) / 2);
  const half = sinLatitude ** 2 + Math.cos(latitudeA) * Math.cos(latitudeB) * sinLongitude ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

function bearingDeg(from: Point, to: Point): number {
  const [latitudeA, latitudeB] = [from[1] * RAD, to[1] * RAD];
  const turn = (to[0] - from[0]) * RAD;
  const east = Math.sin(turn) * Math.cos(latitudeB);
  const north = Math.cos(latitudeA) * Math.sin(latitudeB) - Math.sin(latitudeA) * Math.cos(latitudeB) * Math.cos(turn);
  return (Math.atan2(east, north) / RAD + 360) % 360;
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
