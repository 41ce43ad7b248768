import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { boxOf, contains, type Box, type Ring } from '#domain/fences/ring.ts';
import type { Position } from '#domain/geodesy/datum.ts';

/** Finds the county that a position (WGS-84, degrees) lies in: its name, such as 安溪县; null outside of all of them. */
export type CountyAt = (position: Position) => string | null;

const MAP_FILE = new URL('../../../assets/map/region.json', import.meta.url);

const pair = z.tuple([z.number(), z.number()]);
const rings = z.array(z.array(z.int()));
/** As much of TopoJSON as the map of the counties uses. */
const schema = z.object({
  transform: z.object({ scale: pair, translate: pair }),
  arcs: z.array(z.array(pair)),
  objects: z.object({
    counties: z.object({
      geometries: z.array(z.intersection(
        z.object({ properties: z.object({ name: z.string() }) }),
        z.discriminatedUnion('type', [z.object({ type: z.literal('Polygon'), arcs: rings }), z.object({ type: z.literal('MultiPolygon'), arcs: z.array(rings) })]),
      )),
    }),
  }),
});

/** Errors: a file that cannot be read or is no such map. */
export function readCounties(file: URL = MAP_FILE): CountyAt {
  const { transform: { scale, translate }, arcs, objects } = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([stepX, stepY]): Position => {
      x += stepX;
      y += stepY;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  // The last corner of each arc is the first of the next.
  const ringOf = (indices: readonly number[]): Ring => indices.flatMap((index) => (index < 0 ? lines[~index]!.toReversed() : lines[index]!).slice(0, -1));
  const counties = objects.counties.geometries.flatMap((geometry) =>
    (geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs).map((polygon) => {
      const own = polygon.map(ringOf);
      return { name: geometry.properties.name, box: boxOf(own[0] ?? []), rings: own };
    }));
  return (position) => counties.find(({ box, rings: own }) => holds(box, position) && own.filter((ring) => contains(ring, position)).length % 2 === 1)?.name ?? null;
}

function holds([west, south, east, north]: Box, [longitudeDeg, latitudeDeg]: Position): boolean {
  return longitudeDeg >= west && longitudeDeg <= east && latitudeDeg >= south && latitudeDeg <= north;
}
