/** Where the map looks: north up and flat, as this map always is. */
export type Camera = {
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  readonly zoom: number;
  readonly widthPx: number;
  readonly heightPx: number;
};

export type ScreenPoint = { readonly x: number; readonly y: number };

const TILE_PX = 512;

const mercatorX = (longitudeDeg: number): number => (longitudeDeg + 180) / 360;
const mercatorY = (latitudeDeg: number): number => {
  const latitude = (latitudeDeg * Math.PI) / 180;
  return (1 - Math.log(Math.tan(Math.PI / 4 + latitude / 2)) / Math.PI) / 2;
};

/** Writes the place of each `[longitude, latitude, 0]` triple in CSS pixels from the map's top left corner. */
export function projectToScreen(request: {
  readonly camera: Camera;
  readonly positions: Float64Array;
  readonly count: number;
  readonly xs: Float32Array;
  readonly ys: Float32Array;
}): void {
  const { camera, positions, count, xs, ys } = request;
  const worldPx = TILE_PX * 2 ** camera.zoom;
  const left = mercatorX(camera.longitudeDeg) * worldPx - camera.widthPx / 2;
  const top = mercatorY(camera.latitudeDeg) * worldPx - camera.heightPx / 2;
  for (let row = 0; row < count; row += 1) {
    xs[row] = mercatorX(positions[row * 3] ?? 0) * worldPx - left;
    ys[row] = mercatorY(positions[row * 3 + 1] ?? 0) * worldPx - top;
  }
}

/** The row nearest to a point within a radius, later rows first (they are drawn on top); -1 if there is none. */
export function nearestRow(request: {
  readonly point: ScreenPoint;
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  readonly count: number;
  readonly radiusPx: number;
}): number {
  const { point, xs, ys, count, radiusPx } = request;
  let best = -1;
  let bestSquared = radiusPx ** 2;
  for (let row = count - 1; row >= 0; row -= 1) {
    const squared = ((xs[row] ?? 0) - point.x) ** 2 + ((ys[row] ?? 0) - point.y) ** 2;
    if (squared < bestSquared) {
      best = row;
      bestSquared = squared;
    }
  }
  return best;
}
