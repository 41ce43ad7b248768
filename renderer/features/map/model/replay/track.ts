import type { MapUnitKind } from '../mapItems.ts';

/** Where one unit was, oldest first, as the archive has it. The arrays are of one length. */
export type ReplayTrack = {
  readonly unitId: string;
  readonly name: string;
  readonly kind: MapUnitKind;
  /** Hall time, ms since the epoch, rising. */
  readonly at: Float64Array;
  /** WGS-84, degrees. */
  readonly longitudes: Float64Array;
  readonly latitudes: Float64Array;
  /** Two fixes farther apart than this are not joined: nobody knows what the unit did between them, ms. */
  readonly mostGapMs: number;
};

/** Something that happened, for the slider and, if it has a place, for the map. */
export type ReplayEvent = {
  readonly id: string;
  readonly at: number;
  /** Until when it stays on the map, ms since the epoch; null: for a while. */
  readonly untilAt: number | null;
  readonly tone: 'alarm' | 'operation' | 'other';
  /** In the reader's language. */
  readonly text: string;
  readonly position: readonly [longitudeDeg: number, latitudeDeg: number] | null;
};

/** Both ends included, ms since the epoch. */
export type ReplaySpan = { readonly fromAt: number; readonly untilAt: number };

export type ReplayData = {
  readonly tracks: readonly ReplayTrack[];
  readonly events: readonly ReplayEvent[];
  /** The archive was too long to read whole: units are drawn within this of where they were, metres; 0: exactly there. */
  readonly toleranceM: number;
};

/** Where replays come from. */
export interface ReplaySource {
  /** Hall time, ms since the epoch. */
  now(): number;
  /** Errors: rejects when the archive cannot be read. */
  read(span: ReplaySpan): Promise<ReplayData>;
}
