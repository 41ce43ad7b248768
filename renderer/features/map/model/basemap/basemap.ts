import type { FeatureCollection, Point } from 'geojson';
import labelsUrl from '../../../../../assets/map/labels.json?url';
import regionUrl from '../../../../../assets/map/region.json?url';
import { areasOf, bordersOf, type Topology } from './topology.ts';

type Label = {
  readonly kind: 'province' | 'prefecture' | 'county' | 'sea' | 'island' | 'foreign';
  readonly name: string;
  readonly code?: string;
  readonly areaKm2?: number;
};

/** The offline basemap, decoded: everything in WGS-84 degrees. */
export type Basemap = {
  /** Counties of Fujian, other provinces, other countries and dashes; `object` tells which. */
  readonly areas: ReturnType<typeof areasOf>;
  readonly borders: ReturnType<typeof bordersOf>;
  readonly labels: FeatureCollection<Point, Label>;
};

/** West, south, east, north of Fujian's land and islands, degrees. */
export const fujianBounds: [number, number, number, number] = [115.84, 23.52, 120.73, 28.32];
/** As far as the camera goes: short of the basemap's cut edge, and of coasts that the source draws too coarsely. */
export const basemapBounds: [number, number, number, number] = [108.6, 18.2, 126.6, 33.2];

async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`basemap file answered ${response.status}`);
  }
  return response.json();
}

/** Reads the basemap that ships with the app. Errors: rejects when a file cannot be read. */
export async function loadBasemap(): Promise<Basemap> {
  const [topology, labels] = await Promise.all([readJson(regionUrl), readJson(labelsUrl)]);
  const region = topology as Topology;
  return {
    areas: { type: 'FeatureCollection', features: ['foreign', 'provinces', 'counties', 'dashes'].flatMap((object) => areasOf(region, object).features) },
    borders: bordersOf(region),
    labels: labels as Basemap['labels'],
  };
}

/** Name by code of prefectures and counties, for the read-out. */
export function namesByCode(basemap: Basemap): ReadonlyMap<string, string> {
  return new Map(basemap.labels.features.flatMap(({ properties: { code, name } }) => (code ? [[code, name]] : [])));
}
