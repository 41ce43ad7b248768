import type { Basemap } from './basemap.ts';
import { boxAround, type Box } from './labelLayout.ts';
import { projectToScreen, type Camera } from './screen.ts';

type PlaceNames = {
  readonly kind: 'prefecture' | 'county';
  /** Zoom, letter size in CSS pixels on a desk, zoom, size … */
  readonly sizeStops: readonly number[];
  readonly spacingEm: number;
  readonly fromZoom: number;
  readonly endZoom: number;
};

/** Prefectures in the middle distance; beyond it the names of counties take over. */
export const prefectureNames: PlaceNames = {
  kind: 'prefecture',
  sizeStops: [6, 12, 8, 15.5, 10, 20],
  spacingEm: 0.12,
  fromZoom: 4,
  endZoom: 10.4,
};
export const countyNames: PlaceNames = { kind: 'county', sizeStops: [8, 11.5, 12, 15], spacingEm: 0.04, fromZoom: 8, endZoom: 19 };

/** Letter size at a zoom, straight lines between the stops. */
export function sizeAt(stops: readonly number[], zoom: number): number {
  for (let at = 0; at + 3 < stops.length; at += 2) {
    const [fromZoom = 0, fromSize = 0, toZoom = 0, toSize = 0] = stops.slice(at, at + 4);
    if (zoom <= toZoom || at + 5 >= stops.length) {
      const part = Math.min(1, Math.max(0, (zoom - fromZoom) / (toZoom - fromZoom)));
      return fromSize + (toSize - fromSize) * part;
    }
  }
  return stops[1] ?? 0;
}

/** Where the names of prefectures and counties stand, so that the names of units keep off them. */
export function placeNameBoxes(request: { readonly labels: Basemap['labels']; readonly camera: Camera; readonly scale: number }): Box[] {
  const { labels, camera, scale } = request;
  return [prefectureNames, countyNames].flatMap(({ kind, sizeStops, spacingEm, fromZoom, endZoom }) => {
    if (camera.zoom < fromZoom || camera.zoom >= endZoom) {
      return [];
    }
    const named = labels.features.filter(({ properties }) => properties.kind === kind);
    const positions = Float64Array.from(named.flatMap(({ geometry: { coordinates } }) => [coordinates[0] ?? 0, coordinates[1] ?? 0, 0]));
    const xs = new Float32Array(named.length);
    const ys = new Float32Array(named.length);
    projectToScreen({ camera, positions, count: named.length, xs, ys });
    const size = sizeAt(sizeStops, camera.zoom) * scale;
    return named.map(({ properties: { name } }, row) => {
      const width = name.length * size * (1 + spacingEm);
      return boxAround(xs[row] ?? 0, ys[row] ?? 0, width / 2, size * 0.6);
    });
  });
}
