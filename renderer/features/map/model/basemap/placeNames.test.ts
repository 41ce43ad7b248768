import { describe, expect, it } from 'vitest';
import type { Basemap } from './basemap.ts';
import { placeNameBoxes, sizeAt } from './placeNames.ts';

const label = (kind: 'prefecture' | 'county', name: string, coordinates: [number, number]) =>
  ({ type: 'Feature', properties: { kind, name, areaKm2: 34 }, geometry: { type: 'Point', coordinates } }) as const;
const labels: Basemap['labels'] = {
  type: 'FeatureCollection',
  features: [label('prefecture', '福州市', [119.3, 26.08]), label('county', '鼓楼区', [119.28, 26.1])],
};
const camera = { longitudeDeg: 119.3, latitudeDeg: 26.08, widthPx: 800, heightPx: 600 };
const boxesAt = (zoom: number) => placeNameBoxes({ labels, camera: { ...camera, zoom }, scale: 1 });

describe('sizeAt', () => {
  it('follows the stops and holds beyond both ends', () => {
    expect([5, 6, 7, 8, 9, 10, 12].map((zoom) => sizeAt([6, 12, 8, 15.5, 10, 20], zoom))).toEqual([12, 12, 13.75, 15.5, 17.75, 20, 20]);
  });
});

describe('placeNameBoxes', () => {
  it('has prefectures far out, both in the middle, counties near', () => {
    expect([7, 9, 12].map((zoom) => boxesAt(zoom).length)).toEqual([1, 2, 1]);
  });

  it('leaves a small county out until there is room for it', () => {
    expect([8.2, 8.6].map((zoom) => boxesAt(zoom).length)).toEqual([1, 2]);
  });

  it('frames the name around its point', () => {
    const [box] = boxesAt(8);
    expect(((box?.left ?? 0) + (box?.right ?? 0)) / 2).toBeCloseTo(400, 3);
    expect((box?.right ?? 0) - (box?.left ?? 0)).toBeCloseTo(3 * 15.5 * 1.12, 3);
  });
});
