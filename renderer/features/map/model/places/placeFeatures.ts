import type { Feature, FeatureCollection, Point, Polygon } from 'geojson';
import type { Position } from '#domain/geodesy/datum.ts';
import { boxAround, type Box } from '../names/labelLayout.ts';
import type { LayerChoices } from '../layers/layerChoices.ts';
import type { MapChosen, MapContent, MapItem } from '../mapItems.ts';
import { projectToScreen, type Camera } from '../screen.ts';

export type PlaceProperties = {
  readonly kind: 'court' | 'operation';
  readonly id: string;
  readonly name: string;
  /** Picture in the sheet of `placeIcons`. */
  readonly icon: PlaceIcon;
  /** Later ones are drawn over earlier ones. */
  readonly order: number;
  readonly faint: boolean;
};
export type FenceProperties = { readonly id: string; readonly name: string; readonly look: 'plain' | 'alarming' | 'chosen'; readonly part: 'area' | 'name' };

export const PLACE_ICONS = ['court-high', 'court-intermediate', 'court-basic', 'operation', 'operation-high', 'operation-planned'] as const;
type IconName = (typeof PLACE_ICONS)[number];
/** Absent: a court without anybody on duty. Chosen: with a ring. */
export type PlaceIcon = `${IconName}${'' | '-absent'}${'' | '-chosen'}`;

const LEVEL_ORDER = { basic: 0, intermediate: 1, high: 2 } as const;

/** Courts and operations as the map's own layer takes them. */
export function placeFeatures(content: MapContent, layers: LayerChoices, chosen: MapChosen): FeatureCollection<Point, PlaceProperties> {
  const ring = (kind: MapItem['kind'], id: string) => (chosen[kind] === id ? '-chosen' : '');
  const at = (coordinates: readonly [number, number]): Point => ({ type: 'Point', coordinates: [...coordinates] });
  const courts = content.courts.map(({ courtCode: id, name, level, position, staffed }) => {
    const icon: PlaceIcon = `court-${level}${staffed ? '' : '-absent'}${ring('court', id)}`;
    return { type: 'Feature' as const, geometry: at(position), properties: { kind: 'court' as const, id, name, icon, order: LEVEL_ORDER[level], faint: !staffed } };
  });
  const operations = content.operations.map(({ id, name, state, risk, position }) => {
    const planned = state === 'planned' || state === 'assembled';
    const icon: PlaceIcon = `operation${planned ? '-planned' : risk === 'high' ? '-high' : ''}${ring('operation', id)}`;
    return { type: 'Feature' as const, geometry: at(position), properties: { kind: 'operation' as const, id, name, icon, order: planned ? 3 : 4, faint: planned } };
  });
  return { type: 'FeatureCollection', features: [...(layers.courts ? courts : []), ...(layers.operations ? operations : [])] };
}

const topOf = (ring: readonly Position[]): Position => ring.reduce((north, corner) => (corner[1] > north[1] ? corner : north), [0, -90] as Position);

/** Each fence's area, and the northernmost corner for its name: an area is cut into tiles, and would be named in each. */
export function fenceFeatures(content: MapContent, layers: LayerChoices, chosen: MapChosen): FeatureCollection<Polygon | Point, FenceProperties> {
  const fences = layers.fences ? content.fences : content.fences.filter(({ alarming }) => alarming);
  return {
    type: 'FeatureCollection',
    features: fences.flatMap(({ id, name, ring, alarming }): Feature<Polygon | Point, FenceProperties>[] => {
      const look = alarming ? 'alarming' : chosen.fence === id ? 'chosen' : 'plain';
      return [
        { type: 'Feature', geometry: { type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)].map((corner) => [...corner])] }, properties: { id, name, look, part: 'area' } },
        { type: 'Feature', geometry: { type: 'Point', coordinates: [...topOf(ring)] }, properties: { id, name, look, part: 'name' } },
      ];
    }),
  };
}

const NAME_PX = 12;
export const FENCE_NAMES_FROM_ZOOM = 9;

/** Where operations, their names and those of fences stand, so that the names of units keep off them. */
export function writtenBoxes(request: { readonly content: MapContent; readonly layers: LayerChoices; readonly camera: Camera; readonly scale: number }): Box[] {
  const { content, layers, camera, scale } = request;
  const operations = layers.operations ? content.operations : [];
  const fences = layers.fences && camera.zoom >= FENCE_NAMES_FROM_ZOOM ? content.fences : [];
  const positions = [...operations.map(({ position }) => position), ...fences.map(({ ring }) => topOf(ring))];
  const xs = new Float32Array(positions.length);
  const ys = new Float32Array(positions.length);
  projectToScreen({ camera, positions: Float64Array.from(positions.flatMap((position) => [...position, 0])), count: positions.length, xs, ys });
  const nameBox = (name: string, row: number, downPx: number): Box => boxAround(xs[row] ?? 0, (ys[row] ?? 0) + downPx * scale, (name.length * NAME_PX * scale) / 2, 9 * scale);
  return [
    ...operations.flatMap(({ name }, row) => [boxAround(xs[row] ?? 0, ys[row] ?? 0, 11 * scale, 11 * scale), nameBox(name, row, 20)]),
    ...fences.map(({ name }, index) => nameBox(name, operations.length + index, -11)),
  ];
}
