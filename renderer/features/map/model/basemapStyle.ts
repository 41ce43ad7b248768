import type { ExpressionSpecification, LayerSpecification, StyleSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { Basemap } from './basemap.ts';
import { mapFonts, palette } from './palette.ts';
import type { BorderRank } from './topology.ts';

/** Layers above this one are lines and names; streets go beneath it. */
export const firstLineLayer = 'coast';
/** Asked which county lies under the pointer. */
export const countyLayer = 'fujian';

/** Which of the three tones a prefecture has; no two neighbours share one. */
const toneByPrefecture: ExpressionSpecification = [
  'match',
  ['get', 'prefecture'],
  ['350100', '350800', '350200'],
  palette.prefectures[0],
  ['350900', '350400', '350300', '350600'],
  palette.prefectures[1],
  palette.prefectures[2],
];

/** A value per zoom, straight lines between. */
const byZoom = (...stops: readonly number[]): ExpressionSpecification => ['interpolate', ['linear'], ['zoom'], ...stops];

function fill(id: string, color: string | ExpressionSpecification): LayerSpecification {
  return { id, type: 'fill', source: id, paint: { 'fill-color': color } };
}

type Line = {
  readonly id: string;
  readonly ranks: readonly BorderRank[];
  readonly color: string;
  readonly width: ExpressionSpecification;
  readonly opacity?: ExpressionSpecification;
  readonly blur?: number;
  readonly dash?: number[];
  readonly minzoom?: number;
};

function line({ id, ranks, color, width, opacity, blur, dash, minzoom }: Line): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'borders',
    filter: ['in', ['get', 'rank'], ['literal', [...ranks]]],
    ...(minzoom === undefined ? {} : { minzoom }),
    layout: { 'line-join': 'round', 'line-cap': dash ? 'butt' : 'round' },
    paint: {
      'line-color': color,
      'line-width': width,
      ...(opacity ? { 'line-opacity': opacity } : {}),
      ...(blur ? { 'line-blur': blur } : {}),
      ...(dash ? { 'line-dasharray': dash } : {}),
    },
  };
}

const lines: readonly LayerSpecification[] = [
  line({ id: firstLineLayer, ranks: ['coast'], color: palette.coast, width: byZoom(5, 0.6, 10, 1.2) }),
  line({ id: 'border-province', ranks: ['province'], color: palette.borderProvince, width: byZoom(5, 0.8, 10, 1.6), dash: [5, 2.5] }),
  line({
    id: 'border-county',
    ranks: ['county'],
    color: palette.borderCounty,
    width: byZoom(7, 0.6, 12, 1.4),
    opacity: byZoom(6.4, 0, 7.6, 0.75, 11, 1),
    minzoom: 6.4,
  }),
  line({
    id: 'border-prefecture',
    ranks: ['prefecture'],
    color: palette.borderPrefecture,
    width: byZoom(6, 0.8, 9, 1.5, 13, 2.4),
    opacity: byZoom(6, 0.7, 9, 0.95),
  }),
  line({
    id: 'border-fujian-glow',
    ranks: ['fujian', 'fujianCoast'],
    color: palette.borderFujianGlow,
    width: byZoom(5, 4, 9, 9, 13, 12),
    opacity: byZoom(5, 0.3, 10, 0.22, 12, 0.12),
    blur: 6,
  }),
  line({ id: 'coast-fujian', ranks: ['fujianCoast'], color: palette.borderFujian, width: byZoom(5, 0.7, 9, 1.1, 13, 1.6), opacity: byZoom(5, 0.7, 9, 0.8) }),
  line({ id: 'border-fujian', ranks: ['fujian'], color: palette.borderFujian, width: byZoom(5, 1.1, 9, 1.9, 13, 2.6) }),
];

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
      sizePx: size(8, 11.5, 12, 15),
      spacingEm: 0.04,
      opacity: byZoom(8, 0, 8.4, 0.95),
      minzoom: 8,
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
      sizePx: size(6, 12, 8, 15.5, 10, 20),
      spacingEm: 0.12,
      opacity: byZoom(9.4, 0.95, 10.4, 0),
      maxzoom: 10.4,
    }),
  ];
}

/**
 * The whole look of the basemap, with its data inside: nothing is fetched. There is no `glyphs` address on
 * purpose: MapLibre then draws every character with the machine's own fonts.
 */
export function basemapStyle({ basemap, textScale }: { readonly basemap: Basemap; readonly textScale: number }): StyleSpecification {
  const geojson = (data: GeoJSON.GeoJSON) => ({ type: 'geojson' as const, data, maxzoom: 12, tolerance: 0.4 });
  return {
    version: 8,
    sources: {
      foreign: geojson(basemap.foreign),
      provinces: geojson(basemap.provinces),
      fujian: geojson(basemap.counties),
      dashes: geojson(basemap.dashes),
      borders: geojson(basemap.borders),
      labels: geojson(basemap.labels),
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
      fill('foreign', palette.landForeign),
      fill('provinces', palette.land),
      fill(countyLayer, toneByPrefecture),
      fill('dashes', palette.dash),
      ...lines,
      ...nameLayers(textScale),
    ],
  };
}
