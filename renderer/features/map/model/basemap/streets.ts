import { addProtocol, type ExpressionSpecification, type LayerSpecification, type Map as BaseMap } from 'maplibre-gl';
import { Protocol } from 'pmtiles';
import { firstLineLayer } from './basemapStyle.ts';
import { mapFonts, palette } from '../palette.ts';

const SOURCE = 'streets';
let registered = false;

const byZoom = (...stops: readonly number[]): ExpressionSpecification => ['interpolate', ['exponential', 1.4], ['zoom'], ...stops];
const either = (...properties: string[]): ExpressionSpecification => ['coalesce', ...properties.map((name): ExpressionSpecification => ['get', name])];

/** Road classes of both tile schemas that are met in practice: Protomaps (`kind`) and OpenMapTiles (`class`). */
const major: ExpressionSpecification = [
  'in',
  either('kind', 'class'),
  ['literal', ['highway', 'major_road', 'motorway', 'trunk', 'primary', 'secondary']],
];
const isRoad: ExpressionSpecification = ['!', ['in', either('kind', 'class'), ['literal', ['rail', 'ferry', 'transit', 'path']]]];

type Schema = { readonly roads: string; readonly buildings: string; readonly roadNames: string };

const schemas: readonly Schema[] = [
  { roads: 'roads', buildings: 'buildings', roadNames: 'roads' },
  { roads: 'transportation', buildings: 'building', roadNames: 'transportation_name' },
];

const water: LayerSpecification = {
  id: 'streets-water',
  type: 'fill',
  source: SOURCE,
  'source-layer': 'water',
  filter: ['==', ['geometry-type'], 'Polygon'],
  paint: { 'fill-color': palette.water },
};

const buildingLayer = ({ buildings }: Schema): LayerSpecification => ({
  id: `streets-${buildings}`,
  type: 'fill',
  source: SOURCE,
  'source-layer': buildings,
  minzoom: 14,
  paint: { 'fill-color': palette.building },
});

const minorRoadLayer = ({ roads }: Schema): LayerSpecification => ({
  id: `streets-${roads}-minor`,
  type: 'line',
  source: SOURCE,
  'source-layer': roads,
  minzoom: 11,
  filter: ['all', isRoad, ['!', major]],
  layout: { 'line-cap': 'round', 'line-join': 'round' },
  paint: { 'line-color': palette.street, 'line-width': byZoom(11, 0.4, 14, 1.4, 18, 9) },
});

const majorRoadLayer = ({ roads }: Schema): LayerSpecification => ({
  id: `streets-${roads}-major`,
  type: 'line',
  source: SOURCE,
  'source-layer': roads,
  filter: ['all', isRoad, major],
  layout: { 'line-cap': 'round', 'line-join': 'round' },
  paint: { 'line-color': palette.streetMajor, 'line-width': byZoom(7, 0.5, 12, 1.4, 15, 3.4, 18, 14) },
});

function nameLayer(sourceLayer: string): LayerSpecification {
  return {
    id: `streets-names-${sourceLayer}`,
    type: 'symbol',
    source: SOURCE,
    'source-layer': sourceLayer,
    minzoom: 13,
    layout: {
      'symbol-placement': 'line',
      'text-field': either('name:zh', 'name:zh-Hans', 'name'),
      'text-font': [...mapFonts],
      'text-size': byZoom(13, 11, 18, 14),
      'symbol-spacing': 320,
    },
    paint: { 'text-color': palette.nameCounty, 'text-halo-color': palette.nameHalo, 'text-halo-width': 1.4 },
  };
}

/** Adds streets, water and buildings from a PMTiles archive (WGS-84) beneath the borders and names of the basemap. */
export function addStreets(map: BaseMap, url: string): void {
  if (!registered) {
    addProtocol('pmtiles', new Protocol().tile);
    registered = true;
  }
  map.addSource(SOURCE, { type: 'vector', url: `pmtiles://${url}` });
  // The area fill carries the tone of the land, so streets lie above it, beneath the borders and names.
  const layers = [water, ...schemas.map(buildingLayer), ...schemas.map(minorRoadLayer), ...schemas.map(majorRoadLayer)];
  layers.forEach((layer) => map.addLayer(layer, firstLineLayer));
  schemas.forEach(({ roadNames }) => map.addLayer(nameLayer(roadNames)));
}

/** Whether a map error came from the street archive rather than from the basemap that ships with the app. */
export function isStreetsError(event: { readonly sourceId?: string }): boolean {
  return event.sourceId === SOURCE;
}
