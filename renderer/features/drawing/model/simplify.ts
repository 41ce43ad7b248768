import { MAX_STROKE_POINTS } from '#protocol/wall/drawings.ts';

/** `x`, `y` one after the other, as strokes hold them. */
type Points = readonly number[];

/** Half a thousandth of the picture: less than a pixel of most tiles. */
const FINE = 0.0005;
const PLACES = 10_000;

/** The line with no more points than a stroke may have; ends stay, and nothing bends by more than it must. */
export function simplify(points: Points): number[] {
  let tolerance = FINE;
  let kept = withoutNear(points, tolerance);
  while (kept.length > 2 * MAX_STROKE_POINTS) {
    tolerance *= 2;
    kept = withoutNear(points, tolerance);
  }
  return kept.map((value) => Math.round(Math.min(1, Math.max(0, value)) * PLACES) / PLACES);
}

/** Douglas and Peucker, without recursion: a hand that rests gives thousands of points. */
function withoutNear(points: Points, tolerance: number): number[] {
  const count = points.length / 2;
  const keeps = new Uint8Array(count);
  keeps[0] = 1;
  keeps[count - 1] = 1;
  const open: [number, number][] = [[0, count - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    let farthest = tolerance;
    let at = -1;
    for (let index = from + 1; index < to; index += 1) {
      const distance = distanceTo(points, index, from, to);
      if (distance > farthest) {
        farthest = distance;
        at = index;
      }
    }
    if (at !== -1) {
      keeps[at] = 1;
      open.push([from, at], [at, to]);
    }
  }
  return points.filter((_, index) => keeps[index >> 1] === 1);
}

/** From a point to the stretch between two others. */
function distanceTo(points: Points, index: number, from: number, to: number): number {
  const [x, y, x0, y0, x1, y1] = [points[2 * index] ?? 0, points[2 * index + 1] ?? 0, points[2 * from] ?? 0, points[2 * from + 1] ?? 0, points[2 * to] ?? 0, points[2 * to + 1] ?? 0];
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}
