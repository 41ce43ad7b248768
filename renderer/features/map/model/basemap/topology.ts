import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Position } from 'geojson';

type Properties = Readonly<Record<string, string>>;

type Shape = {
  readonly type: string;
  /** Rings of a Polygon or polygons of a MultiPolygon; a number is an arc, its complement that arc backwards. */
  readonly arcs?: readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[];
  readonly properties?: Properties;
};

/** The parts of TopoJSON that the basemap uses. */
export type Topology = {
  readonly transform: { readonly scale: readonly number[]; readonly translate: readonly number[] };
  readonly arcs: readonly (readonly (readonly number[])[])[];
  readonly objects: Readonly<Record<string, { readonly geometries?: readonly Shape[] }>>;
};

/** What lies on the two sides of a border line; `coast` and `fujianCoast` have sea on one. */
export type BorderRank = 'county' | 'prefecture' | 'fujian' | 'fujianCoast' | 'province' | 'coast';

type Borders = FeatureCollection<MultiLineString, { readonly rank: BorderRank }>;

function decodeArcs({ arcs, transform }: Topology): Position[][] {
  const [scaleX = 1, scaleY = 1] = transform.scale;
  const [originX = 0, originY = 0] = transform.translate;
  return arcs.map((deltas) => {
    let x = 0;
    let y = 0;
    return deltas.map(([dx = 0, dy = 0]) => {
      x += dx;
      y += dy;
      return [x * scaleX + originX, y * scaleY + originY];
    });
  });
}

function ringOf(arcs: readonly Position[][], indices: readonly number[]): Position[] {
  const ring: Position[] = [];
  for (const index of indices) {
    const arc = arcs[index < 0 ? ~index : index] ?? [];
    const points = index < 0 ? arc.toReversed() : arc;
    // Each arc begins where the one before it ended.
    ring.push(...(ring.length > 0 ? points.slice(1) : points));
  }
  return ring;
}

const isMulti = (shape: Shape): boolean => shape.type === 'MultiPolygon';
const polygonsOf = (shape: Shape): readonly (readonly (readonly number[])[])[] => {
  const arcs = shape.arcs ?? [];
  return (isMulti(shape) ? arcs : [arcs]) as readonly (readonly (readonly number[])[])[];
};

/** The areas of one object, as GeoJSON; `object` is added to their properties. */
export function areasOf(topology: Topology, name: string): FeatureCollection<MultiPolygon, Properties> {
  const arcs = decodeArcs(topology);
  const features = (topology.objects[name]?.geometries ?? []).map(
    (shape): Feature<MultiPolygon, Properties> => ({
      type: 'Feature',
      properties: { ...shape.properties, object: name },
      geometry: {
        type: 'MultiPolygon',
        coordinates: polygonsOf(shape).map((rings) => rings.map((ring) => ringOf(arcs, ring))),
      },
    }),
  );
  return { type: 'FeatureCollection', features };
}

type Side = { readonly county: boolean; readonly prefecture: string };

function rankOf(sides: readonly Side[]): BorderRank {
  const [one, other] = sides;
  if (!one || !other) {
    return one?.county ? 'fujianCoast' : 'coast';
  }
  if (one.county !== other.county) {
    return 'fujian';
  }
  if (!one.county) {
    return 'province';
  }
  return one.prefecture === other.prefecture ? 'county' : 'prefecture';
}

/**
 * Every border once, sorted by what it parts. Lines come from arcs, not from outlines of areas: an outline would
 * draw a shared border twice, and the coast as if it were a border.
 */
export function bordersOf(topology: Topology): Borders {
  const sides = topology.arcs.map((): Side[] => []);
  for (const name of ['counties', 'provinces']) {
    for (const shape of topology.objects[name]?.geometries ?? []) {
      const side = { county: name === 'counties', prefecture: shape.properties?.['prefecture'] ?? '' };
      for (const index of new Set(polygonsOf(shape).flat(2).map((arc) => (arc < 0 ? ~arc : arc)))) {
        sides[index]?.push(side);
      }
    }
  }
  const arcs = decodeArcs(topology);
  const lines = new Map<BorderRank, Position[][]>();
  sides.forEach((ofArc, index) => {
    const arc = arcs[index];
    if (arc && ofArc.length > 0) {
      const rank = rankOf(ofArc);
      lines.set(rank, [...(lines.get(rank) ?? []), arc]);
    }
  });
  const features = [...lines].map(([rank, coordinates]) => ({
    type: 'Feature' as const,
    properties: { rank },
    geometry: { type: 'MultiLineString' as const, coordinates },
  }));
  return { type: 'FeatureCollection', features };
}
