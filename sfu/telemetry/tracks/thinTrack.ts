import type { TrackPoint } from '#protocol/telemetry/packedTrack.ts';

const METRES_A_DEGREE = (6_371_008.8 * Math.PI) / 180;
/** Longer stretches are cut: comparing each point with each other of its stretch must stay affordable. */
const STRETCH = 2_048;

export type ThinnedTrack = { readonly points: readonly TrackPoint[]; /** See `thinTrack`, metres. */ readonly toleranceM: number };

/**
 * At most `maxPoints` of the points, which are in the order of time; first and last are among them. By Douglas and Peucker's rule, with
 * distances taken at the same time: whoever goes evenly from one kept point to the next is never farther than `toleranceM` from where
 * the unit was, so a stop stays a stop. `maxPoints` must be more than a 2,048th of the points: so many are kept in any case.
 */
export function thinTrack(points: readonly TrackPoint[], maxPoints: number): ThinnedTrack {
  if (points.length <= maxPoints) {
    return { points, toleranceM: 0 };
  }
  const weights = weightsOf(points);
  const toleranceM = weights.toSorted((one, other) => other - one)[maxPoints] ?? 0;
  return { points: points.filter((_, index) => (weights[index] ?? 0) > toleranceM), toleranceM };
}

/** For each point the tolerance up to which it has to be kept, metres. */
function weightsOf(points: readonly TrackPoint[]): Float64Array {
  const weights = new Float64Array(points.length);
  const open: (readonly [number, number, number])[] = [];
  const last = points.length - 1;
  for (let from = 0; from < last; from += STRETCH) {
    const to = Math.min(from + STRETCH, last);
    weights[from] = Infinity;
    weights[to] = Infinity;
    open.push([from, to, Infinity]);
  }
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const [from, to, most] = stretch;
    const [index, awayM] = farthest(points, from, to);
    if (index !== null) {
      // Never more than what it was found within: else it would be kept where the ends of its stretch are not.
      const weight = Math.min(most, awayM);
      weights[index] = weight;
      open.push([from, index, weight], [index, to, weight]);
    }
  }
  return weights;
}

function farthest(points: readonly TrackPoint[], from: number, to: number): readonly [number | null, number] {
  const [start, end] = [points[from], points[to]];
  let found: number | null = null;
  let mostM = -1;
  for (let index = from + 1; index < to; index += 1) {
    const point = points[index];
    const awayM = point === undefined || start === undefined || end === undefined ? 0 : awayFromWayM(point, start, end);
    if (awayM > mostM) {
      found = index;
      mostM = awayM;
    }
  }
  return [found, mostM];
}

/** How far from a unit's true place it is drawn that goes evenly from the one place to the other, at the time of the true one, metres. */
export function awayFromWayM(point: TrackPoint, start: TrackPoint, end: TrackPoint): number {
  const share = end.at === start.at ? 0 : (point.at - start.at) / (end.at - start.at);
  const northM = (point.latitudeDeg - start.latitudeDeg - share * (end.latitudeDeg - start.latitudeDeg)) * METRES_A_DEGREE;
  const eastM = (point.longitudeDeg - start.longitudeDeg - share * (end.longitudeDeg - start.longitudeDeg)) * METRES_A_DEGREE * Math.cos((point.latitudeDeg * Math.PI) / 180);
  return Math.hypot(eastM, northM);
}
