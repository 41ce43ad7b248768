import { prefectures, seaNames } from './places.mjs';
import { extent, ringAreaKm2 } from './source.mjs';

const polygonsOf = (geometry) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates);
const areaKm2 = (polygons) => polygons.reduce((sum, [outer]) => sum + ringAreaKm2(outer), 0);
const largest = (polygons) => polygons.toSorted((a, b) => ringAreaKm2(b[0]) - ringAreaKm2(a[0]))[0];
const round = (value) => Math.round(value * 1e4) / 1e4;

/**
 * The point deepest inside an area (pole of inaccessibility): a name set there stays within its borders.
 * Latitude is stretched first, since a degree of it is longer than a degree of longitude on the drawn map.
 */
function poleOf({ polylabel, polygons }) {
  const polygon = largest(polygons);
  const stretch = 1 / Math.cos((polygon[0][0][1] * Math.PI) / 180);
  const flat = polygon.map((ring) => ring.map(([lon, lat]) => [lon, lat * stretch]));
  const [lon, lat] = polylabel(flat, 0.001);
  return [round(lon), round(lat / stretch)];
}

/** Of an area that the map's edge cuts, a mere corner may be left: naming that corner would mislead. */
const RIM_DEG = 0.6;
function awayFromRim({ geometry: { coordinates: [lon, lat] } }) {
  const [west, south, east, north] = extent;
  return lon > west + RIM_DEG && lon < east - RIM_DEG && lat > south + RIM_DEG && lat < north - RIM_DEG;
}

const point = (at, properties) => ({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: at } });

/** One point per name: prefectures and counties of Fujian, provinces, countries, seas and islands around it. */
export function buildLabels({ polylabel, areas }) {
  const inside = (kind, features, describe) =>
    features.map((feature) => {
      const polygons = polygonsOf(feature.geometry);
      const properties = { kind, ...describe(feature.properties), areaKm2: Math.round(areaKm2(polygons)) };
      return point(poleOf({ polylabel, polygons }), properties);
    });
  const nameOfPrefecture = (code) => prefectures.find((prefecture) => prefecture.code === code).name;
  const features = [
    ...inside('province', areas.provinces, ({ code, name }) => ({ code, name })),
    ...inside('foreign', areas.foreign, ({ code, name }) => ({ code, name })),
    ...inside('prefecture', areas.prefectures, ({ prefecture: code }) => ({ code, name: nameOfPrefecture(code) })),
    ...inside('county', areas.counties, ({ code, name, prefecture, former }) => ({
      code,
      name,
      prefecture,
      ...(former ? { former } : {}),
    })),
    ...seaNames.map(({ kind, name, at }) => point(at, { kind, name })),
  ];
  const lines = features.filter(awayFromRim).map((feature) => JSON.stringify(feature)).join(',\n');
  return `{"type":"FeatureCollection","features":[\n${lines}\n]}\n`;
}
