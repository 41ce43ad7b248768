/** What `UnitPositions.states` holds, by number. The hot telemetry store uses the same codes. */
export const UNIT_STATE = { live: 0, stale: 1, offline: 2, alarm: 3 } as const;

/**
 * The newest known position of every unit, as columns. Rows keep their place while units come and go only at the
 * end; the arrays may be replaced by longer ones, so read them anew after each notification.
 */
export interface UnitPositions {
  /** Rows in use; the arrays may be longer. */
  readonly count: number;
  /** Raised by every change. */
  readonly version: number;
  readonly unitIds: readonly string[];
  /** WGS-84, degrees. */
  readonly longitudes: Float64Array;
  /** WGS-84, degrees. */
  readonly latitudes: Float64Array;
  /** Clockwise from north, degrees. */
  readonly headingsDeg: Float32Array;
  readonly speedsMps: Float32Array;
  /** Milliseconds since the epoch; 0: no position yet, the row is not drawn. */
  readonly receivedAt: Float64Array;
  /** One of `UNIT_STATE`. */
  readonly states: Uint8Array;
  nameOf(unitId: string): string;
  /** Calls the listener after every change; returns what ends that. */
  subscribe(listener: () => void): () => void;
}

/** Whether a row has a position that can be drawn. */
export function hasPosition(units: UnitPositions, row: number): boolean {
  return (units.receivedAt[row] ?? 0) > 0 && Number.isFinite(units.longitudes[row]) && Number.isFinite(units.latitudes[row]);
}
