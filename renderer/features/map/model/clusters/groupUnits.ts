import Supercluster from 'supercluster';

/** Units drawn as one badge. */
export type UnitCluster = {
  readonly count: number;
  /** Some of them report. */
  readonly live: boolean;
  /** Middle of its units, WGS-84 degrees. */
  readonly longitude: number;
  readonly latitude: number;
  /** West, south, east, north of its units. */
  readonly bounds: readonly [number, number, number, number];
};

export type UnitGroups = {
  readonly clusters: readonly UnitCluster[];
  /** 1: the row is in a cluster and has no marker of its own. */
  readonly clustered: Uint8Array;
};

type Request = {
  readonly zoom: number;
  readonly count: number;
  /** `[longitude, latitude, 0]` per row. */
  readonly positions: Float64Array;
  /** 1: the row may be grouped: it has a place and nothing about it is urgent. */
  readonly groupable: Uint8Array;
  /** 1: the row's unit reports. */
  readonly live: Uint8Array;
  readonly crowded: boolean;
  /** Markers nearer than this to each other are grouped, CSS pixels. */
  readonly radiusPx: number;
};

type Point = { readonly row: number };
type Sum = { live: boolean; west: number; south: number; east: number; north: number };

/** Two or three markers side by side can still be read; a badge in their stead would hide who is there. */
const FEWEST = 4;
/** Nearer than this, places differ by a street and every unit has its own marker, unless it is crowded. */
const GROUP_BELOW_ZOOM = 13;
const GROUP_CROWD_BELOW_ZOOM = 17;
/** With more markers than the first in the picture it is crowded, until there are fewer than the second. */
const CROWD = { from: 800, to: 600 } as const;
const EXTENT_PX = 512;

export const groupsAt = (zoom: number, crowded: boolean): boolean => zoom < (crowded ? GROUP_CROWD_BELOW_ZOOM : GROUP_BELOW_ZOOM);
export const isCrowded = (inPicture: number, before: boolean): boolean => inPicture > (before ? CROWD.to : CROWD.from);
/** Groups hold for half a level, so that zooming does not shuffle them at every frame. */
export const groupingStep = (zoom: number): number => Math.floor(zoom * 2) / 2;

export function groupUnits(request: Request): UnitGroups {
  const { count, positions, groupable, live } = request;
  const clustered = new Uint8Array(count);
  if (!groupsAt(request.zoom, request.crowded)) {
    return { clusters: [], clustered };
  }
  const zoom = groupingStep(request.zoom);
  const level = Math.floor(zoom);
  const points: GeoJSON.Feature<GeoJSON.Point, Point>[] = [];
  for (let row = 0; row < count; row += 1) {
    if (groupable[row]) {
      points.push({ type: 'Feature', properties: { row }, geometry: { type: 'Point', coordinates: [positions[row * 3] ?? 0, positions[row * 3 + 1] ?? 0] } });
      clustered[row] = 1;
    }
  }
  const sumOf = ({ row }: Point): Sum => {
    const longitude = positions[row * 3] ?? 0;
    const latitude = positions[row * 3 + 1] ?? 0;
    return { live: live[row] === 1, west: longitude, south: latitude, east: longitude, north: latitude };
  };
  // One level only: the others would be built for nothing, a second later everything has moved.
  const index = new Supercluster<Point, Sum>({
    minZoom: level,
    maxZoom: level,
    minPoints: FEWEST,
    extent: EXTENT_PX,
    radius: request.radiusPx * 2 ** (level - zoom),
    map: sumOf,
    reduce: (sum, other) => {
      sum.live ||= other.live;
      sum.west = Math.min(sum.west, other.west);
      sum.south = Math.min(sum.south, other.south);
      sum.east = Math.max(sum.east, other.east);
      sum.north = Math.max(sum.north, other.north);
    },
  });
  const clusters: UnitCluster[] = [];
  for (const { properties, geometry } of index.load(points).getClusters([-180, -90, 180, 90], level)) {
    if ('row' in properties) {
      clustered[properties.row] = 0;
    } else {
      const { point_count: size, live: reports, west, south, east, north } = properties;
      clusters.push({ count: size, live: reports, longitude: geometry.coordinates[0] ?? 0, latitude: geometry.coordinates[1] ?? 0, bounds: [west, south, east, north] });
    }
  }
  return { clusters, clustered };
}
