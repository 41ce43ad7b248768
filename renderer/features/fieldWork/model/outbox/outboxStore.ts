import type { UnitId } from '#protocol/nouns/ids.ts';
import type { UnitMemory } from '../unitMemory.ts';
import type { ChainHead, Outcome, OutboxItem } from './outboxItem.ts';

export type NewItem = Omit<OutboxItem, 'itemId' | 'outcome'>;

/** The bytes of a photo as they were taken, and the chain before and with this report. */
export type ReportParts = { readonly bytes: Uint8Array<ArrayBuffer> | null; readonly before: ChainHead | null; readonly head: ChainHead };

/** What this device keeps of what was done on it, and of what the hall told it. Whatever resolved is there after a crash; errors: StorageError. */
export interface OutboxStore {
  /** Oldest first; what was sent long ago is forgotten. */
  items(): Promise<readonly OutboxItem[]>;
  headOf(unitId: UnitId): Promise<ChainHead | null>;
  /** All of it or nothing; false: the chain no longer ends at `before`, another page of this device was quicker. */
  add(item: NewItem, report: ReportParts | null): Promise<boolean>;
  /** A photo's bytes while they are on the device; null: they are not. */
  bytesOf(itemId: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Ends one that waits; of one that was sent the bytes are dropped. Of one that is over it does nothing. */
  settle(itemId: number, outcome: Outcome): Promise<void>;
  /** What the hall told this unit last; null: nothing that can be read. */
  recall(unitId: UnitId): Promise<UnitMemory | null>;
  /** In place of what was told before, this unit or another one. */
  remember(memory: UnitMemory): Promise<void>;
  /** What was done changed, here or in another page of this device. Returns its own undoing. */
  onChanged(listener: () => void): () => void;
  /** Idempotent. */
  close(): void;
}

/** `full`: no room left on the device; `unavailable`: the browser does not let this page keep anything. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly problem: 'full' | 'unavailable';

  constructor(problem: StorageError['problem'], cause: unknown) {
    super(`nothing can be kept: ${problem}`, { cause });
    this.problem = problem;
  }
}
