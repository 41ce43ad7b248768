import { JournalError } from '../../ports/journal.ts';
import type { TrackBlock, TrackStore } from '../../ports/tracks.ts';

/** For tests: a store in memory that can be away. */
export class MemoryTrackStore implements TrackStore {
  readonly tails: { epoch: number; bytes: Uint8Array }[] = [];
  readonly blocks = new Map<string, TrackBlock>();
  isAway = false;
  /** Takes no blocks. */
  isFull = false;

  lastEpoch = () => this.#serve(() => Math.max(0, ...this.tails.map(({ epoch }) => epoch), ...[...this.blocks.values()].map(({ epoch }) => epoch)));
  putTail = ({ epoch, bytes }: { epoch: number; bytes: Uint8Array }) => this.#serve(() => void this.tails.push({ epoch, bytes: bytes.slice() }));
  epochsWithTails = () => this.#serve(() => [...new Set(this.tails.map(({ epoch }) => epoch))]);
  tailsOf = (epoch: number) => this.#serve(() => this.tails.filter((tail) => tail.epoch === epoch).map(({ bytes }) => bytes));
  putBlocks = (blocks: readonly TrackBlock[], { endedEpoch }: { endedEpoch: number | null }) => this.#serve(() => {
    if (this.isFull) {
      throw new JournalError('diskFull', { cause: new Error('full') });
    }
    for (const block of blocks) {
      this.blocks.set(`${block.unitId}/${block.epoch}`, { ...block, packed: block.packed.slice() });
    }
    this.tails.splice(0, this.tails.length, ...this.tails.filter(({ epoch }) => epoch !== endedEpoch));
  });

  blocksOf = (query: Parameters<TrackStore['blocksOf']>[0]) => this.#serve(() =>
    [...this.blocks.values()]
      .filter(({ unitId, epoch, fromAt, untilAt }) => unitId === query.unitId && epoch > query.afterEpoch && epoch < query.beforeEpoch && untilAt >= query.from && fromAt < query.until)
      .sort((one, other) => one.epoch - other.epoch)
      .slice(0, query.limit));

  forgetBefore = (at: number, limit: number) => this.#serve(() => {
    const old = [...this.blocks].filter(([, { untilAt }]) => untilAt < at).slice(0, limit);
    old.forEach(([key]) => this.blocks.delete(key));
    return old.length;
  });

  close = () => Promise.resolve();

  #serve<Value>(work: () => Value): Promise<Value> {
    return this.isAway ? Promise.reject(new JournalError('away', { cause: new Error('away') })) : new Promise((resolve) => resolve(work()));
  }
}
