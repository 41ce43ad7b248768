import type { ExpressionSpecification, LayerSpecification, StyleSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { Basemap } from './basemap.ts';
import { mapFonts, palette } from './palette.ts';
import { countyNames, prefectureNames } from './placeNames.ts';
import type { BorderRank } from './topology.ts';

/** Layers from this one on are lines and names; streets go beneath it. */
export const firstLineLayer = 'border-province';
/** Asked which county lies under the pointer. */
export const areaLayer = 'areas';

const object: ExpressionSpecification = ['get', 'object'];
const rank: ExpressionSpecification = ['get', 'rank'];

/** One layer for all areas: each further layer would cost a pass over the whole picture where there is no graphics card. */
const areaColor: ExpressionSpecification = [
  'match',
  object,
  'foreign',
  palette.landForeign,
  'provinces',
  palette.land,
  'dashes',
  palette.dash,
  // No two neighbouring prefectures share a tone.
  [
    'match',
    ['get', 'prefecture'],
    ['350100', '350800', '350200'],
    palette.prefectures[0],
    ['350900', '350400', '350300', '350600'],
    palette.prefectures[1],
    palette.prefectures[2],
  ],
];

/** A value per zoom, straight lines between. */
const byZoom = (...stops: readonly (number | ExpressionSpecification)[]): ExpressionSpecification => ['interpolate', ['linear'], ['zoom'], ...stops];

type PerRank = { readonly coast: number; readonly county: number; readonly prefecture: number; readonly fujianCoast: number; readonly fujian: number };
const byRank = (values: PerRank): ExpressionSpecification => [
  'match',
  rank,
  'coast',
  values.coast,
  'county',
  values.county,
  'prefecture',
  values.prefecture,
  'fujianCoast',
  values.fujianCoast,
  values.fujian,
];

const ranks = (...names: readonly BorderRank[]): ExpressionSpecification => ['in', rank, ['literal', [...names]]];

const provinceBorders: LayerSpecification = {
  id: firstLineLayer,
  type: 'line',
  source: 'borders',
  filter: ranks('province'),
  paint: { 'line-color': palette.borderProvince, 'line-width': byZoom(5, 0.8, 10, 1.6), 'line-dasharray': [5, 2.5] },
};

/** A soft rim of light around Fujian; left out where drawing is dear. */
const glow: LayerSpecification = {
  id: 'border-glow',
  type: 'line',
  source: 'borders',
  filter: ranks('fujian', 'fujianCoast'),
  layout: { 'line-join': 'round' },
  paint: {
    'line-color': palette.borderFujianGlow,
    'line-width': byZoom(5, 4, 9, 9, 13, 12),
    'line-opacity': byZoom(5, 0.3, 10, 0.22, 12, 0.12),
    'line-blur': 6,
  },
};

const borders: LayerSpecification = {
  id: 'borders',
  type: 'line',
  source: 'borders',
  filter: ['!=', rank, 'province'],
  layout: {
    'line-join': 'round',
    'line-sort-key': byRank({ coast: 0, county: 1, prefecture: 2, fujianCoast: 3, fujian: 4 }),
  },
  paint: {
    'line-color': [
      'match',
      rank,
      'coast',
      palette.coast,
      'county',
      palette.borderCounty,
      'prefecture',
      palette.borderPrefecture,
      palette.borderFujian,
    ],
    'line-width': byZoom(
      5,
      byRank({ coast: 0.6, county: 0.4, prefecture: 0.8, fujianCoast: 0.7, fujian: 1.1 }),
      9,
      byRank({ coast: 1, county: 0.9, prefecture: 1.5, fujianCoast: 1.1, fujian: 1.9 }),
      13,
      byRank({ coast: 1.4, county: 1.5, prefecture: 2.4, fujianCoast: 1.6, fujian: 2.6 }),
    ),
    'line-opacity': byZoom(
      6.4,
      byRank({ coast: 1, county: 0, prefecture: 0.75, fujianCoast: 0.75, fujian: 1 }),
      7.6,
      byRank({ coast: 1, county: 0.75, prefecture: 0.9, fujianCoast: 0.8, fujian: 1 }),
      11,
      byRank({ coast: 1, county: 1, prefecture: 0.95, fujianCoast: 0.8, fujian: 1 }),
    ),
  },
};

type Names = {
  readonly id: string;
  readonly filter: ExpressionSpecification;
  readonly color: string;
  readonly sizePx: ExpressionSpecification;
  readonly spacingEm: number;
  readonly opacity?: ExpressionSpecification;
  readonly minzoom?: number;
  readonly maxzoom?: number;
};

function names({ id, filter, color, sizePx, spacingEm, opacity, minzoom, maxzoom }: Names): SymbolLayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'labels',
    filter,
    ...(minzoom === undefined ? {} : { minzoom }),
    ...(maxzoom === undefined ? {} : { maxzoom }),
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [...mapFonts],
      'text-size': sizePx,
      'text-letter-spacing': spacingEm,
      'text-max-width': 12,
      'text-padding': 4,
      // The larger area keeps its name where two compete.
      'symbol-sort-key': ['-', 0, ['coalesce', ['get', 'areaKm2'], 0]],
    },
    paint: {
      'text-color': color,
      'text-halo-color': palette.nameHalo,
      'text-halo-width': 1.4,
      ...(opacity ? { 'text-opacity': opacity } : {}),
    },
  };
}

const isKind = (kind: string): ExpressionSpecification => ['==', ['get', 'kind'], kind];

/** Names by zoom: provinces and seas far out, prefectures in the middle, counties near. */
function nameLayers(textScale: number): LayerSpecification[] {
  const size = (...stops: readonly number[]) => byZoom(...stops.map((stop, index) => (index % 2 === 0 ? stop : stop * textScale)));
  const near: ExpressionSpecification = ['>', ['coalesce', ['get', 'areaKm2'], 0], 1500];
  return [
    names({ id: 'name-sea', filter: isKind('sea'), color: palette.seaName, sizePx: size(5, 12, 9, 17), spacingEm: 0.5, maxzoom: 11 }),
    names({ id: 'name-foreign', filter: isKind('foreign'), color: palette.nameProvince, sizePx: size(5, 11, 9, 14), spacingEm: 0.2, maxzoom: 10 }),
    names({ id: 'name-island', filter: isKind('island'), color: palette.nameProvince, sizePx: size(6, 11, 10, 13), spacingEm: 0.05, minzoom: 6.2 }),
    names({ id: 'name-province', filter: isKind('province'), color: palette.nameProvince, sizePx: size(5, 12, 9, 18), spacingEm: 0.25, maxzoom: 11 }),
    names({
      id: 'name-county-large',
      filter: ['all', isKind('county'), near],
      color: palette.nameCounty,
      sizePx: size(...countyNames.sizeStops),
      spacingEm: countyNames.spacingEm,
      opacity: byZoom(8, 0, 8.4, 0.95),
      minzoom: countyNames.fromZoom,
    }),
    names({
      id: 'name-county-small',
      filter: ['all', isKind('county'), ['!', near]],
      color: palette.nameCounty,
      sizePx: size(8.5, 11.5, 12, 15),
      spacingEm: 0.04,
      opacity: byZoom(8.5, 0, 8.9, 0.95),
      minzoom: 8.5,
    }),
    names({
      id: 'name-prefecture',
      filter: isKind('prefecture'),
      color: palette.namePrefecture,
      sizePx: size(...prefectureNames.sizeStops),
      spacingEm: prefectureNames.spacingEm,
      opacity: byZoom(prefectureNames.endZoom - 1, 0.95, prefectureNames.endZoom, 0),
      maxzoom: prefectureNames.endZoom,
    }),
  ];
}

/**
 * The whole look of the basemap, with its data inside: nothing is fetched. There is no `glyphs` address on
 * purpose: MapLibre then draws every character with the machine's own fonts.
 *
 * @param options.light leaves out what is only beautiful.
 */
export function basemapStyle(options: { readonly basemap: Basemap; readonly textScale: number; readonly light: boolean }): StyleSpecification {
  const { basemap, textScale, light } = options;
  const geojson = (data: GeoJSON.GeoJSON) => ({ type: 'geojson' as const, data, maxzoom: 12, tolerance: 0.4 });
  return {
    version: 8,
    sources: { areas: geojson(basemap.areas), borders: geojson(basemap.borders), labels: geojson(basemap.labels) },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
      { id: areaLayer, type: 'fill', source: 'areas', paint: { 'fill-color': areaColor } },
      provinceBorders,
      ...(light ? [] : [glow]),
      borders,
      ...nameLayers(textScale),
    ],
  };
}
