import type { Position } from '#domain/geodesy/datum.ts';
import { ringAreaM2 } from './measure.ts';

/** Why a ring cannot be a fence. */
export type RingFault = 'few' | 'many' | 'crossed' | 'flat';

export const MOST_CORNERS = 128;
/** A fence smaller than a room is a slip of the hand. */
const LEAST_AREA_M2 = 20;

/** Twice the area of the triangle, positive when it turns left. */
const turn = (a: Position, b: Position, c: Position): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const between = (a: Position, b: Position, point: Position): boolean =>
  Math.min(a[0], b[0]) <= point[0] && point[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= point[1] && point[1] <= Math.max(a[1], b[1]);

/** Whether two edges have a point in common. */
export function edgesMeet(a: Position, b: Position, c: Position, d: Position): boolean {
  const first = turn(a, b, c);
  const second = turn(a, b, d);
  const third = turn(c, d, a);
  const fourth = turn(c, d, b);
  if (first * second < 0 && third * fourth < 0) {
    return true;
  }
  return (first === 0 && between(a, b, c)) || (second === 0 && between(a, b, d)) || (third === 0 && between(c, d, a)) || (fourth === 0 && between(c, d, b));
}

function crossesItself(ring: readonly Position[]): boolean {
  const edges = ring.map((from, index) => [from, ring[(index + 1) % ring.length] ?? from] as const);
  return edges.some(([a, b], index) =>
    edges.some(([c, d], other) => {
      const apart = other > index + 1 && !(index === 0 && other === edges.length - 1);
      return apart && edgesMeet(a, b, c, d);
    }),
  );
}

/** Null: it can be a fence. */
export function ringFault(ring: readonly Position[]): RingFault | null {
  if (ring.length < 3) {
    return 'few';
  }
  if (ring.length > MOST_CORNERS) {
    return 'many';
  }
  if (crossesItself(ring)) {
    return 'crossed';
  }
  return ringAreaM2(ring) < LEAST_AREA_M2 ? 'flat' : null;
}

/** Whether a point lies within a ring. */
export function isInside(ring: readonly Position[], [longitude, latitude]: Position): boolean {
  let inside = false;
  ring.forEach(([toLongitude, toLatitude], index) => {
    const [fromLongitude, fromLatitude] = ring.at(index - 1) ?? [0, 0];
    const spans = fromLatitude > latitude !== toLatitude > latitude;
    if (spans && longitude < fromLongitude + ((toLongitude - fromLongitude) * (latitude - fromLatitude)) / (toLatitude - fromLatitude)) {
      inside = !inside;
    }
  });
  return inside;
}
