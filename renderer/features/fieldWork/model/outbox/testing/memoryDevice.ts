import type { UnitMemory } from '../../unitMemory.ts';
import type { ChainHead, OutboxItem } from '../outboxItem.ts';
import type { OutboxStore } from '../outboxStore.ts';

/** Carries out one durable step; a test's may fail before it, after it, or never come back. */
export type Step = <Value>(effect: () => Value) => Promise<Value>;

/** A device whose disk outlives its pages: each `open` is another page, or the same after it was killed. */
export class MemoryDevice {
  readonly #items = new Map<number, OutboxItem>();
  readonly #pictures = new Map<number, Uint8Array<ArrayBuffer>>();
  readonly #heads = new Map<string, ChainHead>();
  #memory: UnitMemory | null = null;
  readonly #listeners = new Set<() => void>();

  /** As they are on the disk. */
  get items(): readonly OutboxItem[] {
    return [...this.#items.values()];
  }

  get pictureCount(): number {
    return this.#pictures.size;
  }

  open(step: Step = (effect) => Promise.resolve(effect())): OutboxStore {
    const changed = () => this.#listeners.forEach((listener) => listener());
    return {
      items: () => step(() => this.items),
      headOf: (unitId) => step(() => this.#heads.get(unitId) ?? null),
      bytesOf: (itemId) => step(() => this.#pictures.get(itemId) ?? null),
      add: async (item, report) => {
        const added = await step(() => {
          if (report !== null && this.#heads.get(item.unitId)?.hash !== report.before?.hash) return false;
          const itemId = this.#items.size + 1;
          this.#items.set(itemId, { ...item, itemId, outcome: null });
          if (report !== null) this.#heads.set(item.unitId, report.head);
          if (report?.bytes) this.#pictures.set(itemId, report.bytes);
          return true;
        });
        if (added) changed();
        return added;
      },
      settle: async (itemId, outcome) => {
        await step(() => {
          const item = this.#items.get(itemId);
          if (item === undefined || item.outcome !== null) return;
          this.#items.set(itemId, { ...item, outcome });
          if (outcome.state === 'sent') this.#pictures.delete(itemId);
        });
        changed();
      },
      recall: (unitId) => step(() => (this.#memory?.unitId === unitId ? this.#memory : null)),
      remember: (memory) => step(() => void (this.#memory = memory)),
      onChanged: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      close: () => undefined,
    };
  }
}
