import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { mapFonts, palette, placePalette } from '../palette.ts';
import { FENCE_NAMES_FROM_ZOOM } from './placeFeatures.ts';

export const FENCE_SOURCE = 'fences';
export const PLACE_SOURCE = 'places';

const byLook = (plain: string | number, alarming: string | number, chosen: string | number): ExpressionSpecification => ['match', ['get', 'look'], 'alarming', alarming, 'chosen', chosen, plain];
const isPart = (part: 'area' | 'name'): ExpressionSpecification => ['==', ['get', 'part'], part];
const isCourt: ExpressionSpecification = ['==', ['get', 'kind'], 'court'];
const names = { 'text-font': [...mapFonts] as string[], 'text-max-width': 14, 'text-padding': 3 };
const halo = { 'text-halo-color': palette.nameHalo, 'text-halo-width': 1.5 } as const;

/** Beneath the names of places: areas, and courts, whose names give way to those. */
export function lowerPlaceLayers(scale: number): LayerSpecification[] {
  return [
    { id: 'fence-areas', type: 'fill', source: FENCE_SOURCE, filter: isPart('area'), paint: { 'fill-color': byLook(placePalette.fence, placePalette.alarm, placePalette.chosen), 'fill-opacity': byLook(0.07, 0.14, 0.12) } },
    {
      id: 'fence-lines',
      type: 'line',
      source: FENCE_SOURCE,
      filter: isPart('area'),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': byLook(placePalette.fence, placePalette.alarm, placePalette.chosen), 'line-width': byLook(1.4 * scale, 2.2 * scale, 2.2 * scale), 'line-dasharray': [4, 2] },
    },
    {
      id: 'courts',
      type: 'symbol',
      source: PLACE_SOURCE,
      filter: isCourt,
      layout: {
        ...names,
        'icon-image': ['get', 'icon'],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['get', 'order'],
        // At a distance a basic court is a dot among dots.
        'icon-size': ['interpolate', ['linear'], ['zoom'], 6, ['match', ['get', 'order'], 0, 0.6, 0.9], 9, 1],
        'text-field': ['step', ['zoom'], '', 9.6, ['get', 'name']],
        'text-size': 11.5 * scale,
        'text-anchor': 'top',
        'text-offset': [0, 0.9],
        'text-optional': true,
      },
      paint: { ...halo, 'text-color': ['case', ['get', 'faint'], palette.nameProvince, placePalette.courtText], 'icon-opacity': ['interpolate', ['linear'], ['zoom'], 6, ['case', ['get', 'faint'], 0.6, 0.9], 9, 1] },
    },
  ];
}

/** Over everything that the basemap writes. */
export function upperPlaceLayers(scale: number): LayerSpecification[] {
  return [
    {
      id: 'fence-names',
      type: 'symbol',
      source: FENCE_SOURCE,
      filter: isPart('name'),
      minzoom: FENCE_NAMES_FROM_ZOOM,
      layout: { ...names, 'text-field': ['get', 'name'], 'text-size': 11.5 * scale, 'text-anchor': 'bottom', 'text-offset': [0, -0.3] },
      paint: { ...halo, 'text-color': byLook(placePalette.fenceText, '#ffb3ae', '#a9d2ff') },
    },
    {
      id: 'operations',
      type: 'symbol',
      source: PLACE_SOURCE,
      filter: ['!', isCourt],
      layout: {
        ...names,
        'icon-image': ['get', 'icon'],
        'icon-allow-overlap': true,
        'symbol-sort-key': ['get', 'order'],
        'text-field': ['step', ['zoom'], '', 7.5, ['get', 'name']],
        'text-size': 12 * scale,
        'text-anchor': 'top',
        'text-offset': [0, 1.1],
        'text-optional': true,
      },
      paint: { ...halo, 'text-color': ['case', ['get', 'faint'], placePalette.operationPlanned, placePalette.operationText] },
    },
  ];
}
