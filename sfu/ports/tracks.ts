import type { UnitId } from '#protocol/nouns/ids.ts';

/** A unit's way during one epoch, packed (`protocol/telemetry/packedTrack.ts`). */
export type TrackBlock = {
  readonly unitId: UnitId;
  /** Counts the stretches of a few minutes in which the hall gathers fixes, from 1 on. */
  readonly epoch: number;
  /** Earliest and latest time of its points, ms since the epoch. */
  readonly fromAt: number;
  readonly untilAt: number;
  readonly points: number;
  readonly packed: Uint8Array;
};

/** Which blocks of a unit; `until` is not included. */
export type TrackQuery = {
  readonly unitId: UnitId;
  readonly from: number;
  readonly until: number;
  /** Of epochs after this one and before that one. */
  readonly afterEpoch: number;
  readonly beforeEpoch: number;
  readonly limit: number;
};

/**
 * Where tracks lie. What came in since a moment ago is kept as tails (all units' fixes together, one write); at the end of an
 * epoch its fixes become one block a unit, and its tails go. Every method: JournalError when the database does not serve it.
 */
export interface TrackStore {
  /** The highest that anything was kept for; 0 for nothing. */
  lastEpoch(): Promise<number>;
  putTail(tail: { readonly epoch: number; readonly bytes: Uint8Array }): Promise<void>;
  /** Epochs that have tails, oldest first. */
  epochsWithTails(): Promise<number[]>;
  /** In the order in which they were put. */
  tailsOf(epoch: number): Promise<Uint8Array[]>;
  /** In one transaction; a unit's block of an epoch takes the place of an earlier one. `endedEpoch`: its tails are not needed any more. */
  putBlocks(blocks: readonly TrackBlock[], options: { readonly endedEpoch: number | null }): Promise<void>;
  /** By epoch, oldest first. */
  blocksOf(query: TrackQuery): Promise<TrackBlock[]>;
  /** Forgets some blocks whose last point is before this time; answers how many: 0 when there are none left. */
  forgetBefore(at: number, limit: number): Promise<number>;
  /** Idempotent. */
  close(): Promise<void>;
}
