import { describe, expect, it } from 'vitest';
import { nearestRow, projectToScreen, type Camera } from './screen.ts';

const camera: Camera = { longitudeDeg: 119.3, latitudeDeg: 26.08, zoom: 10, widthPx: 1000, heightPx: 600 };

function project(...places: [number, number][]) {
  const positions = Float64Array.from(places.flatMap(([longitude, latitude]) => [longitude, latitude, 0]));
  const xs = new Float32Array(places.length);
  const ys = new Float32Array(places.length);
  projectToScreen({ camera, positions, count: places.length, xs, ys });
  return { xs, ys, count: places.length };
}

describe('projectToScreen', () => {
  it('puts the centre in the middle', () => {
    const { xs, ys } = project([119.3, 26.08]);
    expect([xs[0], ys[0]]).toEqual([500, 300]);
  });

  it('spans one tile of 512 px for 360/2^zoom degrees of longitude, north upwards', () => {
    const { xs, ys } = project([119.3 + 360 / 2 ** 10, 26.08], [119.3, 26.18]);
    expect(xs[0]).toBeCloseTo(500 + 512, 2);
    // A degree of latitude is 1/cos(latitude) times as long as one of longitude on this map.
    expect(ys[1]).toBeCloseTo(300 - (0.1 * ((512 * 2 ** 10) / 360)) / Math.cos((26.13 * Math.PI) / 180), 0);
  });
});

describe('nearestRow', () => {
  const drawn = { xs: Float32Array.of(100, 110, 300), ys: Float32Array.of(100, 100, 100), count: 3 };

  it('finds the nearest within the radius', () => {
    expect(nearestRow({ ...drawn, point: { x: 103, y: 101 }, radiusPx: 16 })).toBe(0);
    expect(nearestRow({ ...drawn, point: { x: 200, y: 100 }, radiusPx: 16 })).toBe(-1);
  });

  it('prefers the one drawn on top of two at the same place', () => {
    const stacked = { xs: Float32Array.of(100, 100), ys: Float32Array.of(100, 100), count: 2 };
    expect(nearestRow({ ...stacked, point: { x: 101, y: 100 }, radiusPx: 16 })).toBe(1);
  });
});
