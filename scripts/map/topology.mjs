import { extent } from './source.mjs';

const collection = (features) => JSON.stringify({ type: 'FeatureCollection', features });

/**
 * How coarse a bend may be before it is dropped, in metres: two pixels at zoom 12 for Fujian, where units are
 * followed; four times that for the neighbours, which are only looked past; the rim is never looked at closely.
 * Islets marked to be spared keep a shape at any cost.
 */
const detailM = 'spare ? 20 : kind === "county" ? 65 : ["330000","360000","440000","710000"].includes(code) ? 280 : 900';

/**
 * Joins all areas into one topology, so that a border is one line however many areas meet at it, and thins it.
 *
 * @returns `region`: the TopoJSON text with objects `counties`, `provinces`, `foreign` and `dashes`;
 *   `areas`: the same areas and the prefectures as GeoJSON features, for placing names.
 */
export async function buildTopology({ mapshaper, counties, provinces, foreign, dashes }) {
  const commands = [
    '-i land.json foreign.json dashes.json combine-files',
    // The files disagree by some metres along province borders; closing the gaps first keeps them single lines.
    // No water within the extent is closed in by land, so a gap of any size is a fault: some of 河南 is missing.
    '-snap target=land interval=0.0002',
    '-clean target=land gap-fill-area=5000km2 sliver-control=1',
    '-dissolve target=land kind,code,name,prefecture,former,spare',
    `-clip target=land,foreign,dashes bbox=${extent.join(',')}`,
    `-simplify target=land weighted variable keep-shapes interval='${detailM}'`,
    // Thinning leaves hairline gaps, which would show as bits of coast in the middle of the land.
    '-snap target=land interval=0.0003',
    '-clean target=land gap-fill-area=5000km2 sliver-control=1',
    "-filter target=land + name=counties 'kind === \"county\"'",
    "-filter target=land + name=provinces 'kind === \"province\"'",
    '-each target=counties "delete this.properties.kind; delete this.properties.spare"',
    '-dissolve target=provinces code,name,kind',
    '-each target=provinces "this.properties = {code: this.properties.code, name: this.properties.name}"',
    '-dissolve target=counties + name=prefectures prefecture',
    '-o target=counties,provinces,foreign,dashes region.json format=topojson quantization=400000',
    '-o target=counties,provinces,prefectures,foreign format=geojson',
  ];
  const output = await mapshaper.applyCommands(commands.join(' '), {
    'land.json': collection([...counties, ...provinces]),
    'foreign.json': collection(foreign),
    'dashes.json': collection(dashes),
  });
  const features = (name) => JSON.parse(output[`${name}.json`].toString()).features;
  return {
    region: output['region.json'].toString(),
    areas: {
      counties: features('counties'),
      prefectures: features('prefectures'),
      provinces: features('provinces'),
      foreign: features('foreign'),
    },
  };
}
