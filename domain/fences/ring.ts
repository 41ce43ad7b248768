import { AppError } from '#protocol/errors.ts';
import type { Position } from '../geodesy/datum.ts';

/** Corners in order, WGS-84 degrees, not repeated at the end. */
export type Ring = readonly Position[];

/** West, south, east and north edge, degrees. */
export type Box = readonly [westDeg: number, southDeg: number, eastDeg: number, northDeg: number];

const METRES_PER_DEGREE = 111_195;
/** About a tenth of a millimetre: nearer than that, two places are one. */
const SAME_DEG = 1e-9;
/** Less than this is a line that somebody drew twice, m². */
const LEAST_AREA_M2 = 1;

/** A fence needs a simple polygon. Errors: badRing. */
export function checkRing(ring: Ring): void {
  if (ring.length < 3 || ring.length > 128 || areaM2(ring) < LEAST_AREA_M2 || crossesItself(ring)) {
    throw new AppError('badRing');
  }
}

export function boxOf(ring: Ring): Box {
  const longitudes = ring.map(([longitudeDeg]) => longitudeDeg);
  const latitudes = ring.map(([, latitudeDeg]) => latitudeDeg);
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}

/** Where a map may point to when it means the whole: the middle of the box. */
export function middleOf(ring: Ring): Position {
  const [west, south, east, north] = boxOf(ring);
  return [(west + east) / 2, (south + north) / 2];
}

/** Whether the position is inside; on the edge counts as inside, from whichever side one looks. */
export function contains(ring: Ring, position: Position): boolean {
  const [x, y] = position;
  let inside = false;
  let [beforeX, beforeY] = ring.at(-1) ?? position;
  for (const [cornerX, cornerY] of ring) {
    if (lies(x, y, beforeX, beforeY, cornerX, cornerY)) {
      return true;
    }
    // Half open, so that a ray through a corner meets one of its two edges.
    if (cornerY > y !== beforeY > y && x < cornerX + ((y - cornerY) * (beforeX - cornerX)) / (beforeY - cornerY)) {
      inside = !inside;
    }
    beforeX = cornerX;
    beforeY = cornerY;
  }
  return inside;
}

/** How far the position is from the nearest edge, metres; flat, which is right to a part in ten thousand over the size of a county. */
export function edgeDistanceM(ring: Ring, [longitudeDeg, latitudeDeg]: Position): number {
  const scaleX = METRES_PER_DEGREE * Math.cos((latitudeDeg * Math.PI) / 180);
  const last = ring.at(-1) ?? [longitudeDeg, latitudeDeg];
  let beforeX = (last[0] - longitudeDeg) * scaleX;
  let beforeY = (last[1] - latitudeDeg) * METRES_PER_DEGREE;
  let least = Infinity;
  for (const corner of ring) {
    const x = (corner[0] - longitudeDeg) * scaleX;
    const y = (corner[1] - latitudeDeg) * METRES_PER_DEGREE;
    const alongX = x - beforeX;
    const alongY = y - beforeY;
    const length2 = alongX * alongX + alongY * alongY;
    const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(beforeX * alongX + beforeY * alongY) / length2));
    const nearX = beforeX + share * alongX;
    const nearY = beforeY + share * alongY;
    least = Math.min(least, nearX * nearX + nearY * nearY);
    beforeX = x;
    beforeY = y;
  }
  return Math.sqrt(least);
}

function areaM2(ring: Ring): number {
  const [westDeg, southDeg] = boxOf(ring);
  const scaleX = METRES_PER_DEGREE * Math.cos((southDeg * Math.PI) / 180);
  let twice = 0;
  ring.forEach(([x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!;
    // From a corner of the box, because the products of whole coordinates swallow a small area.
    twice += (x - westDeg) * (nextY - southDeg) - (nextX - westDeg) * (y - southDeg);
  });
  return (Math.abs(twice) / 2) * scaleX * METRES_PER_DEGREE;
}

/** Edges that meet elsewhere than at the corner they share, and corners that lie on another. */
function crossesItself(ring: Ring): boolean {
  const count = ring.length;
  for (let first = 0; first < count; first++) {
    const [a, b] = [ring[first]!, ring[(first + 1) % count]!];
    const next = ring[(first + 2) % count]!;
    // An edge without length, or one that comes back on the edge before.
    if (isSame(a, b) || lies(next[0], next[1], a[0], a[1], b[0], b[1]) || lies(a[0], a[1], b[0], b[1], next[0], next[1])) {
      return true;
    }
    for (let second = first + 2; second < count; second++) {
      const isNeighbour = first === 0 && second === count - 1;
      if (!isNeighbour && meet(a, b, ring[second]!, ring[(second + 1) % count]!)) {
        return true;
      }
    }
  }
  return false;
}

function meet(a: Position, b: Position, c: Position, d: Position): boolean {
  const touches =
    lies(a[0], a[1], c[0], c[1], d[0], d[1]) || lies(b[0], b[1], c[0], c[1], d[0], d[1]) ||
    lies(c[0], c[1], a[0], a[1], b[0], b[1]) || lies(d[0], d[1], a[0], a[1], b[0], b[1]);
  return touches || (turn(a, b, c) > 0 !== turn(a, b, d) > 0 && turn(c, d, a) > 0 !== turn(c, d, b) > 0);
}

/** Positive when the way from a over b to c turns left. */
function turn(a: Position, b: Position, c: Position): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function isSame([x, y]: Position, [otherX, otherY]: Position): boolean {
  return Math.hypot(x - otherX, y - otherY) <= SAME_DEG;
}

/** Whether the point lies on the edge. */
function lies(x: number, y: number, fromX: number, fromY: number, toX: number, toY: number): boolean {
  if (x < Math.min(fromX, toX) - SAME_DEG || x > Math.max(fromX, toX) + SAME_DEG || y < Math.min(fromY, toY) - SAME_DEG || y > Math.max(fromY, toY) + SAME_DEG) {
    return false;
  }
  const alongX = toX - fromX;
  const alongY = toY - fromY;
  const length = Math.hypot(alongX, alongY);
  const off = length <= SAME_DEG ? 0 : Math.abs(alongX * (y - fromY) - alongY * (x - fromX)) / length;
  return off <= SAME_DEG;
}
