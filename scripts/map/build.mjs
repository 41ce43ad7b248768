/**
 * Builds the offline basemap: `node scripts/map/build.mjs <scratch folder>` (see README.md for what to put there).
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildLabels } from './labels.mjs';
import { readCounties, readProvinces, readSurroundings } from './source.mjs';
import { buildTopology } from './topology.mjs';

const scratch = process.argv[2];
if (!scratch) throw new Error('usage: node scripts/map/build.mjs <scratch folder>');

const fromScratch = createRequire(join(resolve(scratch), 'package.json'));
const mapshaper = fromScratch('mapshaper');
const polylabel = (await import(pathToFileURL(fromScratch.resolve('polylabel')))).default;

const { region, areas } = await buildTopology({
  mapshaper,
  counties: readCounties(scratch),
  provinces: readProvinces(scratch),
  ...readSurroundings(scratch),
});
const files = { 'region.json': `${region}\n`, 'labels.json': buildLabels({ polylabel, areas }) };

const assets = new URL('../../assets/map', import.meta.url);
for (const [name, text] of Object.entries(files)) {
  writeFileSync(new URL(name, assets), text);
  console.log(`${name}: ${Math.round(text.length / 1024)} kB`);
}
console.log(Object.entries(areas).map(([name, features]) => `${name} ${features.length}`).join(', '));
