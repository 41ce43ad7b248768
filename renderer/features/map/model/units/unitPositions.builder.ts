import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';
import type { UnitPositions } from './unitPositions.ts';

type FakeUnit = {
  readonly longitude: number;
  readonly latitude: number;
  readonly name?: string;
  readonly headingDeg?: number;
  readonly speedMps?: number;
  readonly state?: number;
};

/** Unit positions for tests, with rows that can be moved. */
export function fakeUnits(units: readonly FakeUnit[]): UnitPositions & {
  move(row: number, change: Partial<FakeUnit>): void;
} {
  const listeners = new Set<() => void>();
  const unitIds = units.map((_, row) => `unit-${row}`);
  const positions = {
    count: units.length,
    version: 1,
    unitIds,
    longitudes: Float64Array.from(units, (unit) => unit.longitude),
    latitudes: Float64Array.from(units, (unit) => unit.latitude),
    headingsDeg: Float32Array.from(units, (unit) => unit.headingDeg ?? 0),
    speedsMps: Float32Array.from(units, (unit) => unit.speedMps ?? 0),
    receivedAt: Float64Array.from(units, () => 1),
    states: Uint8Array.from(units, (unit) => unit.state ?? UNIT_STATE.live),
    nameOf: (unitId: string) => units[unitIds.indexOf(unitId)]?.name ?? '',
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return Object.assign(positions, {
    move(row: number, change: Partial<FakeUnit>) {
      positions.longitudes[row] = change.longitude ?? positions.longitudes[row] ?? 0;
      positions.latitudes[row] = change.latitude ?? positions.latitudes[row] ?? 0;
      positions.headingsDeg[row] = change.headingDeg ?? positions.headingsDeg[row] ?? 0;
      positions.speedsMps[row] = change.speedMps ?? positions.speedsMps[row] ?? 0;
      positions.states[row] = change.state ?? positions.states[row] ?? 0;
      positions.version += 1;
      listeners.forEach((listener) => listener());
    },
  });
}
