import type { Position } from '#domain/geodesy/datum.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { UnitColumns } from '../../../hot/unitTelemetry.ts';

/** Where those of these units are that have been heard of, in the order of the columns; WGS-84 degrees. */
export function placedUnits({ count, unitIds, longitudes, latitudes, receivedAt }: Pick<UnitColumns, 'count' | 'unitIds' | 'longitudes' | 'latitudes' | 'receivedAt'>, wanted: readonly UnitId[]): Position[] {
  return unitIds.slice(0, count).flatMap((id, row): Position[] => {
    const [longitudeDeg = NaN, latitudeDeg = NaN] = [longitudes[row], latitudes[row]];
    return wanted.some((unit) => unit === id) && (receivedAt[row] ?? 0) > 0 && Number.isFinite(longitudeDeg) && Number.isFinite(latitudeDeg) ? [[longitudeDeg, latitudeDeg]] : [];
  });
}
