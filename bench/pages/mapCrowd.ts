import type { FeatureCollection, Point } from 'geojson';
import type { UnitPositions } from '../../renderer/features/map/model/units/unitPositions.ts';
import { UNIT_STATE } from '../../renderer/hot/unitTelemetry.ts';

/** Units that all drive, spread over what the map shows. */
export type Crowd = {
  readonly positions: UnitPositions;
  /** A second later. */
  move(): void;
  /** The same units for a GeoJSON source. */
  features(): FeatureCollection<Point>;
};

const WIDTH_PX = 1_400;
const HEIGHT_PX = 800;
/** 15 m/s. */
const STEP_DEG = 0.000135;
const GOLDEN_TURN = 2.399963;

export function startCrowd(options: { readonly units: number; readonly centre: readonly [number, number]; readonly zoom: number }): Crowd {
  const { units, centre, zoom } = options;
  const pixelsPerDegree = (512 * 2 ** zoom) / 360;
  const unitIds = Array.from({ length: units }, (_, row) => `unit-${row}`);
  const names = new Map(unitIds.map((unitId, row) => [unitId, `单兵${row + 1}`]));
  // The same places in every run: a sunflower's seeds.
  const spread = (row: number): number => Math.sqrt((row + 0.5) / units) * 0.5;
  const longitudes = Float64Array.from(unitIds, (_, row) => centre[0] + (Math.cos(row * GOLDEN_TURN) * spread(row) * WIDTH_PX) / pixelsPerDegree);
  const latitudes = Float64Array.from(unitIds, (_, row) => centre[1] + (Math.sin(row * GOLDEN_TURN) * spread(row) * HEIGHT_PX) / pixelsPerDegree);
  const headingsDeg = Float32Array.from(unitIds, (_, row) => (row * 137) % 360);
  const listeners = new Set<() => void>();
  let version = 0;
  let steps = 0;
  return {
    positions: {
      count: units,
      get version() {
        return version;
      },
      unitIds,
      longitudes,
      latitudes,
      headingsDeg,
      speedsMps: new Float32Array(units).fill(15),
      receivedAt: new Float64Array(units).fill(1),
      states: new Uint8Array(units).fill(UNIT_STATE.live),
      nameOf: (unitId) => names.get(unitId) ?? '',
      subscribe: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    move() {
      // To and fro, so that nobody leaves the picture.
      const direction = Math.floor((steps += 1) / 8) % 2 === 0 ? 1 : -1;
      for (let row = 0; row < units; row += 1) {
        const heading = ((headingsDeg[row] ?? 0) * Math.PI) / 180;
        longitudes[row] = (longitudes[row] ?? 0) + Math.sin(heading) * STEP_DEG * direction;
        latitudes[row] = (latitudes[row] ?? 0) + Math.cos(heading) * STEP_DEG * direction;
      }
      version += 1;
      listeners.forEach((listener) => listener());
    },
    features: () => ({
      type: 'FeatureCollection',
      features: unitIds.map((id, row) => ({
        type: 'Feature',
        properties: { id, heading: headingsDeg[row] ?? 0 },
        geometry: { type: 'Point', coordinates: [longitudes[row] ?? 0, latitudes[row] ?? 0] },
      })),
    }),
  };
}
