import type { StoreApi } from 'zustand/vanilla';
import type { HallState as FoldedState } from '#domain/hallState/hallState.ts';
import type { CentrePresence } from '#protocol/nouns/duty.ts';
import type { Feed } from '#protocol/media/feeds.ts';
import type { CourtCode, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { LogPosition, LogStatus, WireEntry } from '#protocol/nouns/log.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import type { WallSlot } from '#protocol/wall/slots.ts';

/** This window's copy of the hall. Kept while the hall is away, with `synced` false, so that the last state stays readable. */
export type HallState = {
  readonly synced: boolean;
  /** When it was last in step with the hall, ms since the epoch; null: never. */
  readonly syncedAt: number | null;
  /** The part of the hall's state that this window may see, folded from the same entries. */
  readonly log: FoldedState;
  readonly position: LogPosition | null;
  /** Whether anything can be decided now; null until the hall said so. */
  readonly status: LogStatus | null;
  /** Enrolled units with their presence. */
  readonly units: ReadonlyMap<UnitId, Unit>;
  readonly feeds: ReadonlyMap<FeedId, Feed>;
  /** The places of one's own court's wall. */
  readonly wall: ReadonlyMap<SlotId, WallSlot>;
  readonly centres: ReadonlyMap<CourtCode, CentrePresence>;
};

export interface HallReplica {
  readonly state: StoreApi<HallState>;
  /** Each entry that arrives live (not those that made up a snapshot), in order. Returns its own undoing. */
  onEntries(listener: (entries: readonly WireEntry[]) => void): () => void;
  close(): void;
}
