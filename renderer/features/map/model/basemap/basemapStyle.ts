import type { ExpressionSpecification, LayerSpecification, StyleSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { Basemap } from './basemap.ts';
import { mapFonts, palette } from '../palette.ts';
import { placeNames, smallAreas, type PlaceNames } from './placeNames.ts';
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

/** Names fade in and out over this much zoom, so that none pops up. */
const FADE_ZOOM = 0.4;

type Extent = { readonly fromZoom: number; readonly endZoom: number };

function nameLayer(id: string, names: PlaceNames & Extent, filter: ExpressionSpecification, textScale: number): SymbolLayerSpecification {
  const { fromZoom, endZoom, sizeStops, spacingEm, color } = names;
  return {
    id,
    type: 'symbol',
    source: 'labels',
    filter,
    minzoom: fromZoom,
    maxzoom: endZoom,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [...mapFonts],
      'text-size': byZoom(...sizeStops.map((stop, index) => (index % 2 === 0 ? stop : stop * textScale))),
      'text-letter-spacing': spacingEm,
      'text-max-width': 12,
      'text-padding': 4,
      // The larger area keeps its name where two compete.
      'symbol-sort-key': ['-', 0, areaKm2],
    },
    paint: {
      'text-color': color,
      'text-halo-color': palette.nameHalo,
      'text-halo-width': 1.4,
      'text-opacity': byZoom(fromZoom, 0, fromZoom + FADE_ZOOM, 0.95, endZoom - FADE_ZOOM, 0.95, endZoom, 0),
    },
  };
}

const areaKm2: ExpressionSpecification = ['coalesce', ['get', 'areaKm2'], 0];

function nameLayers(textScale: number): LayerSpecification[] {
  return placeNames.flatMap((names) => {
    const ofKind: ExpressionSpecification = ['==', ['get', 'kind'], names.kind];
    const small = smallAreas[names.kind];
    if (!small) {
      return [nameLayer(`name-${names.kind}`, names, ofKind, textScale)];
    }
    const isSmall: ExpressionSpecification = ['<', areaKm2, small.belowKm2];
    const near = { ...names, fromZoom: small.fromZoom };
    return [
      nameLayer(`name-${names.kind}-small`, near, ['all', ofKind, isSmall], textScale),
      nameLayer(`name-${names.kind}`, names, ['all', ofKind, ['!', isSmall]], textScale),
    ];
  });
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
      // The smoothed edge also closes the hairlines that open between areas when each is thinned for a zoom.
      { id: areaLayer, type: 'fill', source: 'areas', paint: { 'fill-color': areaColor, 'fill-antialias': true } },
      provinceBorders,
      ...(light ? [] : [glow]),
      borders,
      ...nameLayers(textScale),
    ],
  };
}
