import type { StoreApi } from 'zustand/vanilla';
import type { FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { Feed, Unit } from '#protocol/nouns/hall.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';

/** This window's copy of the hall. Kept while the hall is away, with `synced` false, so that the last state stays readable. */
export type HallState = {
  readonly synced: boolean;
  /** When it was last in step with the hall, ms since the epoch; null: never. */
  readonly syncedAt: number | null;
  readonly units: ReadonlyMap<UnitId, Unit>;
  readonly feeds: ReadonlyMap<FeedId, Feed>;
  readonly wall: ReadonlyMap<SlotId, WallSlot>;
};

export interface HallReplica {
  readonly state: StoreApi<HallState>;
  close(): void;
}
