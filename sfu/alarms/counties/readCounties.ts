import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { County } from '#domain/alarms/placeName.ts';
import { boxOf, contains } from '#domain/fences/ring.ts';
import { courtCode } from '#protocol/nouns/ids.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';

const pair = z.tuple([z.number(), z.number()]);
const arcsOfRing = z.array(z.int());
const properties = z.object({ code: z.string().regex(/^35\d{4}$/), name: z.string() });
/** Tens of thousands of points, made by our own build: only their shape is looked at. */
const arcs = z.custom<readonly (readonly (readonly [number, number])[])[]>((value) => Array.isArray(value) && value.every(Array.isArray));
const topology = z.object({
  arcs,
  transform: z.object({ scale: pair, translate: pair }),
  objects: z.object({
    counties: z.object({
      geometries: z.array(z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), arcs: z.array(arcsOfRing), properties }),
        z.object({ type: z.literal('MultiPolygon'), arcs: z.array(z.array(arcsOfRing)), properties }),
      ])),
    }),
  }),
});

type Ring = readonly (readonly [longitudeDeg: number, latitudeDeg: number])[];

/** Finds the county in which a position lies; null at sea and abroad. */
export type CountyAt = (position: PositionRecord) => County | null;

/** The counties of the offline basemap (TopoJSON, to about 100 m). Errors: those of the file system, SyntaxError, ZodError. */
export function readCounties(file: string): CountyAt {
  const { arcs: deltas, transform, objects } = topology.parse(JSON.parse(readFileSync(file, 'utf8')));
  const lines = deltas.map((arc) => lineOf(arc, transform));
  const counties = objects.counties.geometries.map((geometry) => {
    const rings = (geometry.type === 'Polygon' ? geometry.arcs : geometry.arcs.flat()).map((ring) => ringOf(ring, lines));
    const { code, name } = geometry.properties;
    return { county: { areaCode: courtCode.parse(`闽${code.slice(2)}`), name }, boxes: rings.map((ring) => ({ ring, box: boxOf(ring) })) };
  });
  return ({ longitudeDeg: x, latitudeDeg: y }) => {
    // In a hole one is inside two rings, in an island inside one.
    const isIn = ({ boxes }: (typeof counties)[number]) => boxes.filter(({ ring, box: [west, south, east, north] }) => x >= west && x <= east && y >= south && y <= north && contains(ring, [x, y])).length % 2 === 1;
    return counties.find(isIn)?.county ?? null;
  };
}

/** Each point of an arc is told by its distance from the one before. */
function lineOf(arc: readonly (readonly [number, number])[], { scale, translate }: { scale: readonly [number, number]; translate: readonly [number, number] }): Ring {
  let [x, y] = [0, 0];
  return arc.map(([byX, byY]) => {
    x += byX;
    y += byY;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]] as const;
  });
}

/** An arc that is run through backwards has the complement of its number. */
function ringOf(numbers: readonly number[], lines: readonly Ring[]): Ring {
  return numbers.flatMap((arc) => (arc < 0 ? (lines[~arc] ?? []).toReversed() : (lines[arc] ?? [])));
}
