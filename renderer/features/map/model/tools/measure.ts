import { distanceM, type Position } from '#domain/geodesy/datum.ts';

const EARTH_RADIUS_M = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Length of a line over the ground, metres; closed: back to its first point. */
export function pathLengthM(points: readonly Position[], closed = false): number {
  return points.reduce((sum, point, index) => {
    const before = points[index - 1] ?? (closed ? points.at(-1) : undefined);
    return before ? sum + distanceM(before, point) : sum;
  }, 0);
}

/** Area within a ring on the sphere, square metres, whichever way it runs (Chamberlain and Duquette 2007). */
export function ringAreaM2(ring: readonly Position[]): number {
  const twice = ring.reduce((sum, [longitude, latitude], index) => {
    const [nextLongitude, nextLatitude] = ring[(index + 1) % ring.length] ?? [0, 0];
    return sum + radians(nextLongitude - longitude) * (2 + Math.sin(radians(latitude)) + Math.sin(radians(nextLatitude)));
  }, 0);
  return Math.abs((twice * EARTH_RADIUS_M ** 2) / 2);
}

/** A circle as a ring of corners, which is how fences are kept. */
export function circleRing(centre: Position, radiusM: number, corners = 48): Position[] {
  const [longitude, latitude] = centre;
  const angle = radiusM / EARTH_RADIUS_M;
  const from = radians(latitude);
  return Array.from({ length: corners }, (_, index): Position => {
    const bearing = (index / corners) * 2 * Math.PI;
    const north = Math.asin(Math.sin(from) * Math.cos(angle) + Math.cos(from) * Math.sin(angle) * Math.cos(bearing));
    const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(from), Math.cos(angle) - Math.sin(from) * Math.sin(north));
    return [longitude + (east * 180) / Math.PI, (north * 180) / Math.PI];
  });
}
