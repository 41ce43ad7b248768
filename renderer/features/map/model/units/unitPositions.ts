import type { UnitColumns } from '../../../../hot/unitTelemetry.ts';

/** What the map reads of the hot telemetry. The arrays may be replaced by longer ones, so read them anew after each notification. */
export type UnitPositions = Pick<
  UnitColumns,
  'count' | 'version' | 'unitIds' | 'longitudes' | 'latitudes' | 'headingsDeg' | 'speedsMps' | 'receivedAt' | 'states' | 'nameOf' | 'subscribe'
>;

/** Whether a row has a position that can be drawn. */
export function hasPosition(units: UnitPositions, row: number): boolean {
  return (units.receivedAt[row] ?? 0) > 0 && Number.isFinite(units.longitudes[row]) && Number.isFinite(units.latitudes[row]);
}
