import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InstructionId } from '#protocol/nouns/ids.ts';

/** What covers the page: one instruction, or a report that is being made from what was just taken. */
export type WorkSheet = { readonly kind: 'instruction'; readonly instructionId: InstructionId } | { readonly kind: 'report'; readonly source: 'note' | Promise<Blob> };

/** Null: the page itself is seen. */
export type SheetStore = StoreApi<{ readonly sheet: WorkSheet | null }>;

export function createSheetStore(): SheetStore {
  return createStore(() => ({ sheet: null }));
}
