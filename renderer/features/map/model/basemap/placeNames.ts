import type { Basemap } from './basemap.ts';
import { boxAround, type Box } from '../names/labelLayout.ts';
import { palette } from '../palette.ts';
import { projectToScreen, type Camera } from '../screen.ts';

type Kind = 'sea' | 'foreign' | 'island' | 'province' | 'prefecture' | 'county';

/** How one kind of place name looks and between which zooms it shows. */
export type PlaceNames = {
  readonly kind: Kind;
  readonly color: string;
  /** Zoom, letter size in CSS pixels on a desk, zoom, size … */
  readonly sizeStops: readonly number[];
  readonly spacingEm: number;
  readonly fromZoom: number;
  readonly endZoom: number;
};

/** Far out provinces and seas, then prefectures, near counties. Later kinds win where two names meet. */
export const placeNames: readonly PlaceNames[] = [
  { kind: 'sea', color: palette.seaName, sizeStops: [5, 12, 9, 17], spacingEm: 0.5, fromZoom: 4, endZoom: 11 },
  { kind: 'foreign', color: palette.nameProvince, sizeStops: [5, 11, 9, 14], spacingEm: 0.2, fromZoom: 4, endZoom: 10 },
  { kind: 'island', color: palette.nameProvince, sizeStops: [6, 11, 10, 13], spacingEm: 0.05, fromZoom: 5.8, endZoom: 19 },
  { kind: 'province', color: palette.nameProvince, sizeStops: [5, 12, 9, 18], spacingEm: 0.25, fromZoom: 4, endZoom: 11 },
  { kind: 'county', color: palette.nameCounty, sizeStops: [8, 11.5, 12, 15], spacingEm: 0.04, fromZoom: 8, endZoom: 19 },
  { kind: 'prefecture', color: palette.namePrefecture, sizeStops: [6, 12, 8, 15.5, 10, 20], spacingEm: 0.12, fromZoom: 4, endZoom: 9.2 },
];

/** A small area's name waits until the map is nearer than its kind asks for: there is no room for it before. */
export const smallAreas: Readonly<Partial<Record<Kind, { readonly belowKm2: number; readonly fromZoom: number }>>> = {
  province: { belowKm2: 2000, fromZoom: 7.4 },
  county: { belowKm2: 1500, fromZoom: 8.5 },
};

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

/** Where the names of places stand, so that the names of units keep off them. */
export function placeNameBoxes(request: { readonly labels: Basemap['labels']; readonly camera: Camera; readonly scale: number }): Box[] {
  const { labels, camera, scale } = request;
  const { zoom } = camera;
  return placeNames.flatMap(({ kind, sizeStops, spacingEm, fromZoom, endZoom }) => {
    if (zoom < fromZoom || zoom >= endZoom) {
      return [];
    }
    const small = smallAreas[kind];
    const named = labels.features.filter(
      ({ properties }) => properties.kind === kind && !(small && zoom < small.fromZoom && (properties.areaKm2 ?? 0) < small.belowKm2),
    );
    const positions = Float64Array.from(named.flatMap(({ geometry: { coordinates } }) => [coordinates[0] ?? 0, coordinates[1] ?? 0, 0]));
    const xs = new Float32Array(named.length);
    const ys = new Float32Array(named.length);
    projectToScreen({ camera, positions, count: named.length, xs, ys });
    const size = sizeAt(sizeStops, zoom) * scale;
    return named.map(({ properties: { name } }, row) => {
      const width = name.length * size * (1 + spacingEm);
      return boxAround(xs[row] ?? 0, ys[row] ?? 0, width / 2, size * 0.6);
    });
  });
}
